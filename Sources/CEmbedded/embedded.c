// Written by scripts/embed. A test compares this table with the folders.
#include "embedded.h"

static const unsigned char file_0[] = {
#embed "../../blocks/announcement.json" if_empty(0)
};
static const unsigned char file_1[] = {
#embed "../../blocks/card_finished.json" if_empty(0)
};
static const unsigned char file_2[] = {
#embed "../../blocks/card_offered.json" if_empty(0)
};
static const unsigned char file_3[] = {
#embed "../../blocks/card_open.json" if_empty(0)
};
static const unsigned char file_4[] = {
#embed "../../blocks/draft_review.json" if_empty(0)
};
static const unsigned char file_5[] = {
#embed "../../blocks/draft_saved.json" if_empty(0)
};
static const unsigned char file_6[] = {
#embed "../../blocks/health.json" if_empty(0)
};
static const unsigned char file_7[] = {
#embed "../../blocks/help.json" if_empty(0)
};
static const unsigned char file_8[] = {
#embed "../../blocks/history.json" if_empty(0)
};
static const unsigned char file_9[] = {
#embed "../../blocks/home.json" if_empty(0)
};
static const unsigned char file_10[] = {
#embed "../../blocks/library.json" if_empty(0)
};
static const unsigned char file_11[] = {
#embed "../../blocks/modal_ask_second.json" if_empty(0)
};
static const unsigned char file_12[] = {
#embed "../../blocks/modal_break_glass.json" if_empty(0)
};
static const unsigned char file_13[] = {
#embed "../../blocks/modal_confirm_red.json" if_empty(0)
};
static const unsigned char file_14[] = {
#embed "../../blocks/modal_details.json" if_empty(0)
};
static const unsigned char file_15[] = {
#embed "../../blocks/modal_edit_draft.json" if_empty(0)
};
static const unsigned char file_16[] = {
#embed "../../blocks/modal_edit_draft_step.json" if_empty(0)
};
static const unsigned char file_17[] = {
#embed "../../blocks/modal_edit_run_step.json" if_empty(0)
};
static const unsigned char file_18[] = {
#embed "../../blocks/modal_fill_values.json" if_empty(0)
};
static const unsigned char file_19[] = {
#embed "../../blocks/modal_hand_over.json" if_empty(0)
};
static const unsigned char file_20[] = {
#embed "../../blocks/modal_link_alert.json" if_empty(0)
};
static const unsigned char file_21[] = {
#embed "../../blocks/modal_loading.json" if_empty(0)
};
static const unsigned char file_22[] = {
#embed "../../blocks/modal_message.json" if_empty(0)
};
static const unsigned char file_23[] = {
#embed "../../blocks/modal_note.json" if_empty(0)
};
static const unsigned char file_24[] = {
#embed "../../blocks/modal_output.json" if_empty(0)
};
static const unsigned char file_25[] = {
#embed "../../blocks/modal_paste.json" if_empty(0)
};
static const unsigned char file_26[] = {
#embed "../../blocks/modal_review_updates.json" if_empty(0)
};
static const unsigned char file_27[] = {
#embed "../../blocks/modal_settings.json" if_empty(0)
};
static const unsigned char file_28[] = {
#embed "../../blocks/modal_skip_reason.json" if_empty(0)
};
static const unsigned char file_29[] = {
#embed "../../blocks/modal_split_draft_step.json" if_empty(0)
};
static const unsigned char file_30[] = {
#embed "../../blocks/modal_steps.json" if_empty(0)
};
static const unsigned char file_31[] = {
#embed "../../blocks/modal_why.json" if_empty(0)
};
static const unsigned char file_32[] = {
#embed "../../blocks/notice.json" if_empty(0)
};
static const unsigned char file_33[] = {
#embed "../../blocks/rules_changed.json" if_empty(0)
};
static const unsigned char file_34[] = {
#embed "../../blocks/runbook_deleted.json" if_empty(0)
};
static const unsigned char file_35[] = {
#embed "../../blocks/runbook_show.json" if_empty(0)
};
static const unsigned char file_36[] = {
#embed "../../blocks/step_decision.json" if_empty(0)
};
static const unsigned char file_37[] = {
#embed "../../blocks/step_done.json" if_empty(0)
};
static const unsigned char file_38[] = {
#embed "../../blocks/step_gate.json" if_empty(0)
};
static const unsigned char file_39[] = {
#embed "../../blocks/step_manual.json" if_empty(0)
};
static const unsigned char file_40[] = {
#embed "../../blocks/step_recovery.json" if_empty(0)
};
static const unsigned char file_41[] = {
#embed "../../blocks/step_running.json" if_empty(0)
};
static const unsigned char file_42[] = {
#embed "../../blocks/step_values.json" if_empty(0)
};
static const unsigned char file_43[] = {
#embed "../../blocks/summary.json" if_empty(0)
};
static const unsigned char file_44[] = {
#embed "../../blocks/thread_command.json" if_empty(0)
};
static const unsigned char file_45[] = {
#embed "../../blocks/why.json" if_empty(0)
};
static const unsigned char file_46[] = {
#embed "../../manifest/slack-app.json" if_empty(0)
};
static const unsigned char file_47[] = {
#embed "../../page/api.js" if_empty(0)
};
static const unsigned char file_48[] = {
#embed "../../page/app.js" if_empty(0)
};
static const unsigned char file_49[] = {
#embed "../../page/avatar.js" if_empty(0)
};
static const unsigned char file_50[] = {
#embed "../../page/blocks.css" if_empty(0)
};
static const unsigned char file_51[] = {
#embed "../../page/blocks.js" if_empty(0)
};
static const unsigned char file_52[] = {
#embed "../../page/channel.js" if_empty(0)
};
static const unsigned char file_53[] = {
#embed "../../page/chrome.css" if_empty(0)
};
static const unsigned char file_54[] = {
#embed "../../page/code.js" if_empty(0)
};
static const unsigned char file_55[] = {
#embed "../../page/completion.js" if_empty(0)
};
static const unsigned char file_56[] = {
#embed "../../page/composer.css" if_empty(0)
};
static const unsigned char file_57[] = {
#embed "../../page/composer.js" if_empty(0)
};
static const unsigned char file_58[] = {
#embed "../../page/composerbars.js" if_empty(0)
};
static const unsigned char file_59[] = {
#embed "../../page/confirm.js" if_empty(0)
};
static const unsigned char file_60[] = {
#embed "../../page/controls.css" if_empty(0)
};
static const unsigned char file_61[] = {
#embed "../../page/dates.js" if_empty(0)
};
static const unsigned char file_62[] = {
#embed "../../page/dom.js" if_empty(0)
};
static const unsigned char file_63[] = {
#embed "../../page/droparea.js" if_empty(0)
};
static const unsigned char file_64[] = {
#embed "../../page/elements.js" if_empty(0)
};
static const unsigned char file_65[] = {
#embed "../../page/emoji.js" if_empty(0)
};
static const unsigned char file_66[] = {
#embed "../../page/extras.css" if_empty(0)
};
static const unsigned char file_67[] = {
#embed "../../page/favicon.svg" if_empty(0)
};
static const unsigned char file_68[] = {
#embed "../../page/files.js" if_empty(0)
};
static const unsigned char file_69[] = {
#embed "../../page/guide.js" if_empty(0)
};
static const unsigned char file_70[] = {
#embed "../../page/home.js" if_empty(0)
};
static const unsigned char file_71[] = {
#embed "../../page/icons.js" if_empty(0)
};
static const unsigned char file_72[] = {
#embed "../../page/index.html" if_empty(0)
};
static const unsigned char file_73[] = {
#embed "../../page/inline.js" if_empty(0)
};
static const unsigned char file_74[] = {
#embed "../../page/inputs.js" if_empty(0)
};
static const unsigned char file_75[] = {
#embed "../../page/layout.css" if_empty(0)
};
static const unsigned char file_76[] = {
#embed "../../page/list.js" if_empty(0)
};
static const unsigned char file_77[] = {
#embed "../../page/markdown.js" if_empty(0)
};
static const unsigned char file_78[] = {
#embed "../../page/menus.css" if_empty(0)
};
static const unsigned char file_79[] = {
#embed "../../page/message.js" if_empty(0)
};
static const unsigned char file_80[] = {
#embed "../../page/messages.css" if_empty(0)
};
static const unsigned char file_81[] = {
#embed "../../page/modal.css" if_empty(0)
};
static const unsigned char file_82[] = {
#embed "../../page/modal.js" if_empty(0)
};
static const unsigned char file_83[] = {
#embed "../../page/mrkdwn.js" if_empty(0)
};
static const unsigned char file_84[] = {
#embed "../../page/narrow.css" if_empty(0)
};
static const unsigned char file_85[] = {
#embed "../../page/popover.js" if_empty(0)
};
static const unsigned char file_86[] = {
#embed "../../page/richtext.js" if_empty(0)
};
static const unsigned char file_87[] = {
#embed "../../page/select.js" if_empty(0)
};
static const unsigned char file_88[] = {
#embed "../../page/selects.js" if_empty(0)
};
static const unsigned char file_89[] = {
#embed "../../page/sidebar.js" if_empty(0)
};
static const unsigned char file_90[] = {
#embed "../../page/store.js" if_empty(0)
};
static const unsigned char file_91[] = {
#embed "../../page/surface.js" if_empty(0)
};
static const unsigned char file_92[] = {
#embed "../../page/switcher.js" if_empty(0)
};
static const unsigned char file_93[] = {
#embed "../../page/text.css" if_empty(0)
};
static const unsigned char file_94[] = {
#embed "../../page/theme.js" if_empty(0)
};
static const unsigned char file_95[] = {
#embed "../../page/thread.js" if_empty(0)
};
static const unsigned char file_96[] = {
#embed "../../page/toast.js" if_empty(0)
};
static const unsigned char file_97[] = {
#embed "../../page/tokens.css" if_empty(0)
};
static const unsigned char file_98[] = {
#embed "../../page/topbar.js" if_empty(0)
};
static const unsigned char file_99[] = {
#embed "../../page/world.css" if_empty(0)
};
static const unsigned char file_100[] = {
#embed "../../page/world.js" if_empty(0)
};
static const unsigned char file_101[] = {
#embed "../../runbooks/demo/checkout-connection-pool.md" if_empty(0)
};
static const unsigned char file_102[] = {
#embed "../../runbooks/demo/database-failover.md" if_empty(0)
};
static const unsigned char file_103[] = {
#embed "../../runbooks/demo/disk-almost-full.md" if_empty(0)
};
static const unsigned char file_104[] = {
#embed "../../runbooks/demo/pods-crash-looping.md" if_empty(0)
};

static const dd_embedded_file files[] = {
    {"blocks/announcement.json", file_0, sizeof file_0},
    {"blocks/card_finished.json", file_1, sizeof file_1},
    {"blocks/card_offered.json", file_2, sizeof file_2},
    {"blocks/card_open.json", file_3, sizeof file_3},
    {"blocks/draft_review.json", file_4, sizeof file_4},
    {"blocks/draft_saved.json", file_5, sizeof file_5},
    {"blocks/health.json", file_6, sizeof file_6},
    {"blocks/help.json", file_7, sizeof file_7},
    {"blocks/history.json", file_8, sizeof file_8},
    {"blocks/home.json", file_9, sizeof file_9},
    {"blocks/library.json", file_10, sizeof file_10},
    {"blocks/modal_ask_second.json", file_11, sizeof file_11},
    {"blocks/modal_break_glass.json", file_12, sizeof file_12},
    {"blocks/modal_confirm_red.json", file_13, sizeof file_13},
    {"blocks/modal_details.json", file_14, sizeof file_14},
    {"blocks/modal_edit_draft.json", file_15, sizeof file_15},
    {"blocks/modal_edit_draft_step.json", file_16, sizeof file_16},
    {"blocks/modal_edit_run_step.json", file_17, sizeof file_17},
    {"blocks/modal_fill_values.json", file_18, sizeof file_18},
    {"blocks/modal_hand_over.json", file_19, sizeof file_19},
    {"blocks/modal_link_alert.json", file_20, sizeof file_20},
    {"blocks/modal_loading.json", file_21, sizeof file_21},
    {"blocks/modal_message.json", file_22, sizeof file_22},
    {"blocks/modal_note.json", file_23, sizeof file_23},
    {"blocks/modal_output.json", file_24, sizeof file_24},
    {"blocks/modal_paste.json", file_25, sizeof file_25},
    {"blocks/modal_review_updates.json", file_26, sizeof file_26},
    {"blocks/modal_settings.json", file_27, sizeof file_27},
    {"blocks/modal_skip_reason.json", file_28, sizeof file_28},
    {"blocks/modal_split_draft_step.json", file_29, sizeof file_29},
    {"blocks/modal_steps.json", file_30, sizeof file_30},
    {"blocks/modal_why.json", file_31, sizeof file_31},
    {"blocks/notice.json", file_32, sizeof file_32},
    {"blocks/rules_changed.json", file_33, sizeof file_33},
    {"blocks/runbook_deleted.json", file_34, sizeof file_34},
    {"blocks/runbook_show.json", file_35, sizeof file_35},
    {"blocks/step_decision.json", file_36, sizeof file_36},
    {"blocks/step_done.json", file_37, sizeof file_37},
    {"blocks/step_gate.json", file_38, sizeof file_38},
    {"blocks/step_manual.json", file_39, sizeof file_39},
    {"blocks/step_recovery.json", file_40, sizeof file_40},
    {"blocks/step_running.json", file_41, sizeof file_41},
    {"blocks/step_values.json", file_42, sizeof file_42},
    {"blocks/summary.json", file_43, sizeof file_43},
    {"blocks/thread_command.json", file_44, sizeof file_44},
    {"blocks/why.json", file_45, sizeof file_45},
    {"manifest/slack-app.json", file_46, sizeof file_46},
    {"page/api.js", file_47, sizeof file_47},
    {"page/app.js", file_48, sizeof file_48},
    {"page/avatar.js", file_49, sizeof file_49},
    {"page/blocks.css", file_50, sizeof file_50},
    {"page/blocks.js", file_51, sizeof file_51},
    {"page/channel.js", file_52, sizeof file_52},
    {"page/chrome.css", file_53, sizeof file_53},
    {"page/code.js", file_54, sizeof file_54},
    {"page/completion.js", file_55, sizeof file_55},
    {"page/composer.css", file_56, sizeof file_56},
    {"page/composer.js", file_57, sizeof file_57},
    {"page/composerbars.js", file_58, sizeof file_58},
    {"page/confirm.js", file_59, sizeof file_59},
    {"page/controls.css", file_60, sizeof file_60},
    {"page/dates.js", file_61, sizeof file_61},
    {"page/dom.js", file_62, sizeof file_62},
    {"page/droparea.js", file_63, sizeof file_63},
    {"page/elements.js", file_64, sizeof file_64},
    {"page/emoji.js", file_65, sizeof file_65},
    {"page/extras.css", file_66, sizeof file_66},
    {"page/favicon.svg", file_67, sizeof file_67},
    {"page/files.js", file_68, sizeof file_68},
    {"page/guide.js", file_69, sizeof file_69},
    {"page/home.js", file_70, sizeof file_70},
    {"page/icons.js", file_71, sizeof file_71},
    {"page/index.html", file_72, sizeof file_72},
    {"page/inline.js", file_73, sizeof file_73},
    {"page/inputs.js", file_74, sizeof file_74},
    {"page/layout.css", file_75, sizeof file_75},
    {"page/list.js", file_76, sizeof file_76},
    {"page/markdown.js", file_77, sizeof file_77},
    {"page/menus.css", file_78, sizeof file_78},
    {"page/message.js", file_79, sizeof file_79},
    {"page/messages.css", file_80, sizeof file_80},
    {"page/modal.css", file_81, sizeof file_81},
    {"page/modal.js", file_82, sizeof file_82},
    {"page/mrkdwn.js", file_83, sizeof file_83},
    {"page/narrow.css", file_84, sizeof file_84},
    {"page/popover.js", file_85, sizeof file_85},
    {"page/richtext.js", file_86, sizeof file_86},
    {"page/select.js", file_87, sizeof file_87},
    {"page/selects.js", file_88, sizeof file_88},
    {"page/sidebar.js", file_89, sizeof file_89},
    {"page/store.js", file_90, sizeof file_90},
    {"page/surface.js", file_91, sizeof file_91},
    {"page/switcher.js", file_92, sizeof file_92},
    {"page/text.css", file_93, sizeof file_93},
    {"page/theme.js", file_94, sizeof file_94},
    {"page/thread.js", file_95, sizeof file_95},
    {"page/toast.js", file_96, sizeof file_96},
    {"page/tokens.css", file_97, sizeof file_97},
    {"page/topbar.js", file_98, sizeof file_98},
    {"page/world.css", file_99, sizeof file_99},
    {"page/world.js", file_100, sizeof file_100},
    {"runbooks/demo/checkout-connection-pool.md", file_101, sizeof file_101},
    {"runbooks/demo/database-failover.md", file_102, sizeof file_102},
    {"runbooks/demo/disk-almost-full.md", file_103, sizeof file_103},
    {"runbooks/demo/pods-crash-looping.md", file_104, sizeof file_104},
};

size_t dd_embedded_count(void) { return sizeof files / sizeof files[0]; }

dd_embedded_file dd_embedded_at(size_t index) { return files[index]; }
