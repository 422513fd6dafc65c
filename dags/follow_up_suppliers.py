"""### Follow up suppliers: who is due a letter, and the letters.

Builds the marts as of the day, plans one letter for each supplier that is due one (survey, reminder, what to correct
with sheet and cell, thanks, closing), and sends it: by mail where Airflow has the connection `conflict_minerals_smtp`,
else into `outbox/<year>/`, where whoever sends a letter records it in an outreach log. docs/campaign.md says more.

**Hazard** where the connection is set up, letters leave by themselves: see with `dry_run` first what would go out.

**Official notices** wait in Required Actions, all of a run in one question: **Send** sends them, without those who
have answered meanwhile; **Reject** is recorded; after 14 days without an answer the proposal lapses. Whom
CONFLICT_MINERALS_OFFICERS names may answer. Plain letters of later runs do not wait for it.

**Runs** weekly (CONFLICT_MINERALS_FOLLOW_UP_SCHEDULE changes that); may be triggered at any time. Two runs at once send
no letter twice, nor does a run that was killed and repeated.
**Emits** the asset `landed` when the ledger says something new; `reconcile_smelters` follows it.
**If it fails** in `write_letters` or `send_official_notices` the mail server could not be used, or broke off. Mend the
connection and clear the task: what was sent is on record, and it looks again who is due what. A letter of which nobody
knows whether it left is not sent again, and its supplier gets nothing else, until somebody says what became of it:
`letters uncertain` lists them, `letters settle` says so.

Params: `reporting_year` (empty: the campaign's year), `as_of_date` (empty: the day of the run), `dry_run` (lays
`outbox/<year>/plan.csv`, sends and records nothing), `official_notices` (false: nobody is asked in this run).
"""

from datetime import datetime, timedelta

from airflow.sdk import Metadata, Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowSkipException

from include.approval import ANSWER, RecordedBranchOperator
from include.dag_defaults import DATE, DEFAULT_ARGS, LANDED, chosen_date, chosen_moment, officers, schedule

ASK = "ask_for_official_notices"


@task(retries=1)
def plan_letters() -> dict:
    """Marts as of the day; letters due, waiting for an approval and held, by kind."""
    from include.follow_up import plan_letters as plan
    from include.settings import load_settings

    context, settings = get_current_context(), load_settings()
    params, run_after = context["params"], context["dag_run"].run_after
    year, day = params["reporting_year"] or settings.reporting_year, params["as_of_date"]
    chosen = chosen_date(day, run_after), chosen_moment(day, run_after)
    return plan(settings, year, *chosen, params["dry_run"], today=run_after.date())


@task
def write_letters(planned: dict) -> dict:
    """Send, or lay into the outbox; letters by outcome and kind."""
    from include.follow_up import write_letters as write
    from include.settings import load_settings

    if get_current_context()["params"]["dry_run"]:
        raise AirflowSkipException("a dry run: see plan.csv in the outbox of the year")
    return write(load_settings(), planned, _now())


@task
def propose_official_notices(planned: dict) -> dict | None:
    """Put what needs an approval on record, with the question; nothing where nothing does."""
    from include.follow_up import propose_official_notices as propose
    from include.settings import load_settings

    context = get_current_context()
    if not context["params"]["official_notices"]:
        return None
    return propose(load_settings(), planned, context["run_id"], _now())


@task.branch
def anything_to_ask(proposal: dict | None) -> str | None:
    """Nobody is asked about nothing."""
    return ASK if proposal else None


@task
def send_official_notices() -> dict:
    """Record the approval, look again who is due one, and send; letters by outcome and kind."""
    from include.follow_up import send_official_notices as send
    from include.settings import load_settings

    planned, proposal, answer, moment = _answered()
    return send(load_settings(), planned["reporting_year"], proposal, answer, moment)


@task
def record_rejection() -> None:
    """Write the rejection into the ledger."""
    from include.follow_up import reject_official_notices
    from include.settings import load_settings

    _, proposal, answer, moment = _answered()
    reject_official_notices(load_settings(), proposal, answer, moment)


@task
def record_lapse() -> None:
    """Write into the ledger that nobody answered in time."""
    from include.follow_up import lapse_official_notices
    from include.settings import load_settings

    ti = get_current_context()["ti"]
    lapse_official_notices(load_settings(), *(ti.xcom_pull(task_ids=name) for name in _ASKED))


@task(trigger_rule="all_done", outlets=[LANDED])
def announce(planned: dict | None):
    """Emit `landed` when something was recorded, also when sending failed: what left is on record."""
    yield from _news(planned)


@task(trigger_rule="none_failed_min_one_success", outlets=[LANDED])
def announce_answer(planned: dict):
    """The same for the answer, and the notices."""
    yield from _news(planned)


_ASKED = ("plan_letters", "propose_official_notices")


def _now() -> datetime | None:
    """When this try began; null for a chosen day, which stays that day."""
    context = get_current_context()
    return None if context["params"]["as_of_date"] else context["ti"].start_date


def _answered() -> tuple[dict, dict, dict, datetime]:
    """What was planned and proposed, the answer, and its moment, or the one that goes with a chosen day."""
    context = get_current_context()
    planned, proposal = (context["ti"].xcom_pull(task_ids=name) for name in _ASKED)
    answer = context["ti"].xcom_pull(task_ids=ASK, key=ANSWER)
    given = datetime.fromisoformat(answer["responded_at"])
    return planned, proposal, answer, chosen_moment(context["params"]["as_of_date"], given)


def _news(planned: dict | None):
    from include.follow_up import something_recorded
    from include.settings import load_settings

    if planned is None or not something_recorded(load_settings(), planned):
        raise AirflowSkipException("nothing new in the ledger")
    yield Metadata(LANDED, {"reporting_year": planned["reporting_year"]})


@dag(
    schedule=schedule("FOLLOW_UP", "@weekly"),
    catchup=False,
    max_active_runs=16,  # a run that waits for a person keeps no other one waiting
    default_args=DEFAULT_ARGS,
    tags=["conflict-minerals", "outreach"],
    doc_md=__doc__,
    params={
        "reporting_year": Param(
            None, type=["null", "integer"], minimum=2013, maximum=2100, description="Empty: the campaign's year."
        ),
        "as_of_date": Param(
            None,
            type=["null", "string"],
            pattern=DATE,
            description="Day of the letters, YYYY-MM-DD. Empty: the day of the run.",
        ),
        "dry_run": Param(
            False, type="boolean", enum=[True, False], description="Show what would go out; send and record nothing."
        ),
        "official_notices": Param(
            True, type="boolean", enum=[True, False], description="Ask somebody to approve official notices."
        ),
    },
)
def follow_up_suppliers():
    """Wire the tasks; see the module's text."""
    ask = RecordedBranchOperator(
        task_id=ASK,
        subject="Send official notices to suppliers?",
        body="{{ ti.xcom_pull(task_ids='propose_official_notices')['question'] }}",
        options=["Send", "Reject"],
        options_mapping={"Send": "send_official_notices", "Reject": "record_rejection"},
        on_timeout="record_lapse",
        params={
            "note": Param("", type="string", maxLength=2000, title="Note", description="Recorded with your answer.")
        },
        assigned_users=officers(),
        execution_timeout=None,
        response_timeout=timedelta(days=14),
    )
    planned = plan_letters()
    written, proposal = write_letters(planned), propose_official_notices(planned)
    written >> proposal  # plain letters first: the answer about official notices may take days
    [written, proposal] >> announce(planned)
    answers = [send_official_notices(), record_rejection(), record_lapse()]
    anything_to_ask(proposal) >> ask >> answers >> announce_answer(planned)


follow_up_suppliers()
