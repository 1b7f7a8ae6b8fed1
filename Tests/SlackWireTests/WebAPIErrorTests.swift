import SlackWire
import Testing

@Suite struct WebAPIErrors {
    private func error(_ code: String, _ method: WebAPIMethod) -> WebAPIError? {
        let body = #"{"ok":false,"error":"\#(code)"}"#
        do throws(WebAPIError) {
            _ = try WebAPIResponse(status: 200, body: Array(body.utf8)).decoded(for: method)
            return nil
        } catch { return error }
    }

    private func isKnown(_ error: WebAPIError?) -> Bool { error?.messages.isEmpty ?? false }

    @Test(
        "what passes is tried again; what may have been done is said to be",
        arguments: [
            ("ratelimited", 30, false), ("rate_limited", 30, false), ("message_limit_exceeded", 120, false),
            ("service_unavailable", 5, true), ("accesslimited", 5, false), ("team_added_to_org", 5, false),
            ("internal_error", 1, true), ("fatal_error", 1, true), ("request_timeout", 1, true),
        ])
    func passing(_ code: String, _ seconds: Int, _ mayHaveHappened: Bool) {
        for method in WebAPIMethod.allCases {
            #expect(
                error(code, method)
                    == WebAPIError(
                        .retry(after: .seconds(seconds)), code: code, mayHaveHappened: mayHaveHappened))
        }
    }

    @Test(
        "a token that no call succeeds with ends the process",
        arguments: [
            "not_authed", "invalid_auth", "account_inactive", "user_removed_from_team", "team_disabled",
            "token_revoked", "token_expired",
        ])
    func fatal(_ code: String) {
        for method in WebAPIMethod.allCases { #expect(error(code, method) == WebAPIError(.fatal, code: code)) }
    }

    @Test("what lies in the app's settings ends nothing where a socket is opened; a bot token of the wrong kind does")
    func wrongToken() {
        for code in ["not_allowed_token_type", "missing_scope", "forbidden_team", "missing_args"] {
            #expect(error(code, .appsConnectionsOpen) == WebAPIError(.never, code: code))
            #expect(error(code, .chatPostMessage) == WebAPIError(.never, code: code))
        }
        #expect(error("not_allowed_token_type", .authTest)?.action == .fatal)
    }

    @Test(
        "what something must be done for first",
        arguments: [
            ("not_in_channel", WebAPIMethod.chatPostMessage, WebAPIError.Remedy.joinChannel),
            ("not_in_channel", .chatPostEphemeral, .joinChannel),
            ("not_in_channel", .conversationsHistory, .joinChannel),
            ("not_in_channel", .filesCompleteUploadExternal, .joinChannel),
            ("message_not_found", .chatUpdate, .postAnew), ("cant_update_message", .chatUpdate, .postAnew),
            ("edit_window_closed", .chatUpdate, .postAnew), ("block_mismatch", .chatUpdate, .postAnew),
            ("streaming_state_conflict", .chatUpdate, .postAnew), ("expired_trigger_id", .viewsOpen, .clickAgain),
            ("exchanged_trigger_id", .viewsPush, .clickAgain), ("invalid_trigger_id", .viewsOpen, .clickAgain),
            ("trigger_expired", .viewsOpen, .clickAgain), ("trigger_exchanged", .viewsOpen, .clickAgain),
        ])
    func remedies(_ code: String, _ method: WebAPIMethod, _ remedy: WebAPIError.Remedy) {
        #expect(error(code, method) == WebAPIError(.first(remedy), code: code))
    }

    @Test(
        "what is always refused is not tried again",
        arguments: [
            "missing_scope", "channel_not_found", "is_archived", "restricted_action", "msg_too_long",
            "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
            "restricted_action_non_threadable_channel", "msg_blocks_too_long", "invalid_blocks",
            "invalid_blocks_format", "invalid_arguments", "no_text", "too_many_attachments", "thread_not_found",
            "user_not_in_channel", "messages_tab_disabled", "not_enabled", "markdown_text_conflict",
            "view_too_large", "push_limit_reached", "hash_conflict", "duplicate_external_id", "invalid_attachments",
            "insecure_request", "message_not_found", "cant_update_message", "edit_window_closed",
        ])
    func refused(_ code: String) {
        #expect(error(code, .chatPostMessage) == WebAPIError(.never, code: code))
        #expect(isKnown(error(code, .viewsOpen)))
    }

    @Test("joining a channel does not help joining it")
    func joining() {
        #expect(error("not_in_channel", .conversationsJoin) == WebAPIError(.never, code: "not_in_channel"))
    }

    @Test("a code that nobody knows is not tried again, and said to be unknown")
    func unknown() {
        let error = error("a_code_of_next_year", .chatPostMessage)
        #expect(error?.action == .never && !isKnown(error))
        #expect(error?.description.contains("not a code that this version knows") == true)
    }
}
