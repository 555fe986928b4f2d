"""The English of messages that are stored: their keys stay, whatever becomes of these words.

A key is never used again for something else, since stores and records hold it.
"""

from __future__ import annotations

from collections.abc import Mapping


def N_(text: str) -> str:  # noqa: N802 gettext's own name for "translate this later"
    """Marks a text for the catalogue; it is translated where it is said."""
    return text


KEPT: Mapping[str, str] = {
    "alarm.failing": N_("It is not working as it should. We are looking into it."),
    "alarm.fails_again": N_("It is failing again. We are looking into it."),
    "alarm.spreads": N_("More is affected than we said before. We are looking into it."),
    "alarm.resolved": N_("This is over. Everything works as usual again."),
    "alarm.works": N_("Our checks see it working again. We are watching to be sure."),
    "entry.did_not_help": N_("several of those who asked for it say that it did not help"),
    "entry.file_changed": N_("its file changed"),
    "entry.file_is_back": N_("its file is back"),
    "entry.file_is_gone": N_("its file is gone"),
    "entry.asked_before": N_("somebody had asked before"),
    "entry.late": N_("nobody answered in time"),
    "entry.merged": N_("merged with a request that says the same"),
    "entry.published": N_("published"),
    "entry.reviewed": N_("looked at again: it is still so"),
    "entry.translated": N_("now in a further language, too"),
    "entry.written_in_the_desk": N_("written in the desk"),
    "update.clock_was_ahead": N_("our clock was ahead when this was posted"),
    "erasure.removed": N_("Personal data removed on {day}: {reason}"),
    "figure.late_data": N_("recomputed after late data"),
    "draft.cancellation": N_("Cancellation of {title}"),
    "draft.change": N_("Change"),
    "draft.change_of": N_("Change of {title}"),
    "draft.change_of_heading": N_("Change of title and times of {title}"),
    "draft.change_of_update": N_("Change of an update of {title}"),
    "draft.move": N_("Move of {title}"),
    "draft.new_answer": N_("New answer"),
    "draft.new_change": N_("New changelog entry"),
    "draft.new_incident": N_("New incident"),
    "draft.new_notice": N_("New notice"),
    "draft.new_story": N_("New story"),
    "draft.report": N_("Report of {title}"),
    "draft.planned_work": N_("Planned work"),
    "draft.translation": N_("Translation of an update of {title}"),
    "draft.update": N_("Update of {title}"),
    "draft.withdrawal": N_("Withdrawal of {title}"),
    "draft.withdrawal_of_update": N_("Withdrawal of an update of {title}"),
    "form.left_over": N_(
        "These words are not published yet: the form was sent before, or another button was "
        "pressed. Publish them from here if you still want to."
    ),
    "form.second_factor": N_("Here are the words you sent before you set up a second factor."),
    "form.signed_out": N_(
        "You had been signed out. Your words are here, and nothing has been published yet."
    ),
    "maintenance.begins_now": N_("Reminder: this planned work begins now."),
    "maintenance.begun": N_("The planned work has begun."),
    "maintenance.cancelled": N_("This planned work will not take place."),
    "maintenance.complete": N_("The planned work is complete."),
    "maintenance.reminder": N_("Reminder: this planned work begins in {rest}."),
    "maintenance.verifying": N_("The work is done. We are checking that everything works."),
    "pledge.done": N_("done"),
    "pledge.follow_up": N_("To look again, and to say here whether it came back"),
    "pledge.looked": N_("looked again"),
    "pledge.postmortem_published": N_("the postmortem was published"),
    "pledge.root_cause": N_("To publish what caused it, and what we learned"),
    "story.consent_over": N_("the consent to publish it ended"),
    "story.erased": N_(
        "The words of this story were erased on {day}, as its teller does not agree any more that "
        "they are public."
    ),
    "telling.left": N_("ended by whoever it was for"),
    "telling.paused": N_("paused by whoever it is for"),
    "update.no_words": N_("No words came with this update."),
    "update.still_watching": N_("No change so far. We are still watching to be sure."),
    "update.still_working": N_("No change so far. We are still working on it."),
}
