"""A question to a person in Airflow's Required Actions, which keeps who answered."""

from __future__ import annotations

from typing import Any

from airflow.providers.standard.operators.hitl import HITLBranchOperator

ANSWER = "answer"
"""XCom key of the answer: chosen option, note, user name and id, moment (ISO 8601)."""


class RecordedBranchOperator(HITLBranchOperator):  # type: ignore[misc]  # Airflow's operators are untyped here
    """A HITLBranchOperator whose answer can be read by the tasks after it; the base class returns no value.

    ``on_timeout`` names the task that follows when nobody has answered within ``response_timeout``; without it that
    is a failure.
    """

    def __init__(self, *, on_timeout: str | None = None, **kwargs: Any) -> None:
        """Keep the task that follows when nobody answers."""
        super().__init__(**kwargs)
        self.on_timeout = on_timeout

    def execute_complete(self, context: Any, event: dict[str, Any]) -> Any:
        """Keep the answer, then branch on it."""
        if "error" not in event:
            context["ti"].xcom_push(key=ANSWER, value=_answer(event))
        elif self.on_timeout and event.get("error_type") == "timeout":
            return self.do_branch(context=context, branches_to_execute=[self.on_timeout])
        return super().execute_complete(context=context, event=event)


def _answer(event: dict[str, Any]) -> dict[str, str]:
    person, moment = event.get("responded_by_user") or {}, event["responded_at"]
    return {
        "chosen": str(event["chosen_options"][0]),
        # The id alone says little where it is a number, as under Airflow's FAB auth manager.
        "responded_by": str(person.get("name") or person.get("id") or "unknown"),
        "responded_by_id": str(person.get("id") or "unknown"),
        "responded_at": moment if isinstance(moment, str) else moment.isoformat(),
        "note": str((event.get("params_input") or {}).get("note") or ""),
    }
