/// What an error code of Slack means for the call that it answers.
///
/// The codes are those of the pages of the methods that are called (https://docs.slack.dev/reference/methods), and those
/// that any method may answer. A code that is not among them counts as `refused`: to repeat a call that nobody
/// understands the refusal of helps nobody.
enum WebAPIErrorMeaning: Hashable {
    /// It passes; wait so long where Slack names no time. The call may have been carried out where it says so.
    case passing(wait: Duration, mayHaveHappened: Bool)
    /// The same call will always be refused.
    case refused
    /// Something must be done first.
    case firstDo(WebAPIError.Remedy)
    /// No call with this token will succeed.
    case tokenUnusable

    /// What a code means in the answer to a method; `nil` for one that is not known.
    init?(code: String, method: WebAPIMethod) {
        if let meaning = Self.ofMethod(code, method) {
            self = meaning
        } else if let meaning = Self.general[code] {
            self = meaning
        } else if code.hasPrefix("restricted_action") {
            // `restricted_action_thread_only_channel` and its like.
            self = .refused
        } else {
            return nil
        }
    }

    /// Whether the call may have been carried out all the same.
    var mayHaveHappened: Bool {
        if case .passing(_, true) = self { true } else { false }
    }

    /// Codes that mean something else for some methods.
    private static func ofMethod(_ code: String, _ method: WebAPIMethod) -> WebAPIErrorMeaning? {
        switch (code, method) {
        case ("not_allowed_token_type", .authTest): .tokenUnusable
        case ("not_in_channel", .conversationsJoin): .refused
        case ("message_not_found", .chatUpdate), ("cant_update_message", .chatUpdate),
            ("edit_window_closed", .chatUpdate), ("streaming_state_conflict", .chatUpdate),
            ("block_mismatch", .chatUpdate):
            .firstDo(.postAnew)
        default: nil
        }
    }

    private static let general: [String: WebAPIErrorMeaning] = {
        var table: [String: WebAPIErrorMeaning] = [
            "ratelimited": .passing(wait: .seconds(30), mayHaveHappened: false),
            "rate_limited": .passing(wait: .seconds(30), mayHaveHappened: false),
            "message_limit_exceeded": .passing(wait: .seconds(120), mayHaveHappened: false),
            "service_unavailable": .passing(wait: .seconds(5), mayHaveHappened: true),
            "accesslimited": .passing(wait: .seconds(5), mayHaveHappened: false),
            "team_added_to_org": .passing(wait: .seconds(5), mayHaveHappened: false),
            "not_in_channel": .firstDo(.joinChannel),
        ]
        // Slack's words: some aspect of the operation may have succeeded before the error was raised.
        for code in ["internal_error", "fatal_error", "request_timeout"] {
            table[code] = .passing(wait: .seconds(1), mayHaveHappened: true)
        }
        for code in [
            "expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired", "trigger_exchanged",
        ] {
            table[code] = .firstDo(.clickAgain)
        }
        for code in [
            "not_authed", "invalid_auth", "account_inactive", "user_removed_from_team", "team_disabled",
            "token_revoked", "token_expired",
        ] {
            table[code] = .tokenUnusable
        }
        for code in refusals { table[code] = .refused }
        return table
    }()

    private static let refusals = [
        // The call is not as the method wants it.
        "invalid_arguments", "invalid_arg_name", "invalid_array_arg", "invalid_charset", "invalid_form_data",
        "invalid_post_type", "missing_post_type", "missing_args", "missing_argument", "insecure_request",
        "invalid_json", "json_not_object", "unknown_method", "method_deprecated", "deprecated_endpoint",
        "method_not_supported_for_channel_type", "invalid_cursor", "invalid_limit", "invalid_metadata_format",
        "invalid_metadata_schema", "metadata_too_large", "metadata_must_be_sent_from_app",
        // The token is good, but not for this.
        "missing_scope", "no_permission", "not_allowed_token_type", "access_denied", "team_access_not_granted",
        "two_factor_setup_required", "ekm_access_denied", "enterprise_is_restricted", "org_login_required",
        "forbidden_team", "restricted_action", "user_is_bot", "user_is_restricted", "method_not_allowed",
        // What it is about is not there, or takes nothing.
        "channel_not_found", "is_archived", "user_not_found", "users_not_found", "user_not_in_channel",
        "user_disabled", "user_not_visible", "messages_tab_disabled", "not_enabled", "cannot_dm_bot",
        "thread_not_found", "message_not_found", "thread_locked", "channel_type_not_supported", "no_such_subteam",
        "file_not_found", "file_deleted", "not_found", "external_channel_migrating", "no_dual_broadcast_content_update",
        "cannot_reply_to_message", "as_user_not_supported", "ephemeral_not_supported", "view_not_found",
        // Its content is too long or not as Slack wants it.
        "no_text", "msg_too_long", "msg_blocks_too_long", "too_many_attachments", "too_many_contact_cards",
        "invalid_blocks", "invalid_blocks_format", "invalid_attachments", "invalid_markdown", "markdown_text_conflict",
        "attachment_payload_limit_exceeded", "block_mismatch", "streaming_state_conflict", "view_too_large",
        "push_limit_reached", "hash_conflict", "duplicate_external_id", "duplicate_message_not_found",
        "cant_update_message", "cant_delete_message", "edit_window_closed", "file_upload_size_restricted",
        "file_uploads_disabled", "file_uploads_except_images_disabled", "storage_limit_reached",
        "blocked_file_type", "unknown_subtype", "unknown_snippet_type", "posting_to_channel_denied",
    ]
}
