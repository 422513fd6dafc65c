"""### File the annual report: Form SD and its Conflict Minerals Report.

Triggered by hand, once a year and for every draft before it. Builds the marts as of the chosen day, proposes the
determination, renders and checks the package.

* `package = draft` writes `reports/<year>/draft/` and ends: every document says DRAFT and nobody is asked.
* `package = final` waits in Airflow's Required Actions: **Seal** writes `reports/<year>/<package>/` with a manifest
  that names the person; **Reject** is recorded in the ledger. An approval here is not a signature: the package says
  `By: ____` until the signed authentication document is in the archive.

**Hazard** the package is prepared and checked here, never sent: whoever files does so on EDGAR, first as a TEST filing.

Params: the reporting year, the as-of date (statuses and reference lists up to this day), the filing date (printed, and
no list may be later), draft or final, EDGAR's test or live flag, and for an amendment (SD/A) the accession number of
the filing it amends with the reason, both or neither.
"""

from airflow.sdk import Param, dag, get_current_context, task

from include.approval import ANSWER, RecordedBranchOperator
from include.dag_defaults import DATE, DEFAULT_ARGS, filers
from include.filing.inputs import ACCESSION_NUMBER


@dag(
    schedule=None,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    tags=["conflict-minerals", "filing"],
    doc_md=__doc__,
    params={
        "reporting_year": Param(
            None,
            type=["null", "integer"],
            minimum=2013,
            maximum=2100,
            title="Reporting year",
            description="Calendar year the report is about. Empty: the campaign's year.",
        ),
        "as_of_date": Param(
            None,
            type=["null", "string"],
            pattern=DATE,
            title="As-of date",
            description="Statuses and lists up to this day count, YYYY-MM-DD. Empty: the day of the run.",
        ),
        "filing_date": Param(
            None,
            type=["null", "string"],
            pattern=DATE,
            title="Filing date",
            description="Day printed on Form SD, YYYY-MM-DD; not before the as-of date. Empty: the as-of date.",
        ),
        "package": Param(
            "final",
            type="string",
            enum=["draft", "final"],
            title="Draft or final",
            description="A draft ends without asking anybody; a final package waits for a person to seal or reject it.",
        ),
        "submission_flag": Param(
            "TEST",
            type="string",
            enum=["TEST", "LIVE"],
            title="EDGAR flag",
            description="TEST until a test filing has passed on EDGAR.",
        ),
        "amendment_of": Param(
            None,
            type=["null", "string"],
            pattern=f"^{ACCESSION_NUMBER}$",
            title="Amends the filing",
            description="Accession number of the Form SD that this one amends. Empty: not an amendment.",
        ),
        "amendment_reason": Param(
            None,
            type=["null", "string"],
            minLength=1,
            maxLength=2000,
            title="Reason of the amendment",
            description="Asked for with an accession number, and only then.",
        ),
    },
)
def file_annual_report():
    """Wire the tasks; see the module's text."""

    @task
    def check_landed_tables() -> dict:
        """Findings must be those of the present suites before anything is counted."""
        from include.refresh import check
        from include.settings import load_settings

        return check(load_settings())

    @task(retries=1)
    def build_package() -> dict:
        """Marts as of the chosen day, determination, documents, cross-checks; written aside or as the draft."""
        from include.refresh import publish_report
        from include.settings import load_settings

        context = get_current_context()
        return publish_report(load_settings(), context["params"], context["dag_run"].run_after.date())

    @task.branch
    def draft_or_final(built: dict) -> str:
        """A draft ends here."""
        return "draft_is_ready" if get_current_context()["params"]["package"] == "draft" else "seal_or_reject"

    @task
    def draft_is_ready(built: dict) -> str:
        """Say where the draft is."""
        return built["folder"]

    ask = RecordedBranchOperator(
        task_id="seal_or_reject",
        subject="Seal the Form SD package?",
        body="{{ ti.xcom_pull(task_ids='build_package')['question'] }}",
        options=["Seal", "Reject"],
        options_mapping={"Seal": "seal_package", "Reject": "record_rejection"},
        params={
            "note": Param("", type="string", maxLength=2000, title="Note", description="Recorded with your answer.")
        },
        assigned_users=filers(),
        execution_timeout=None,  # a person may take days; nothing is held while the task waits
    )

    @task(retries=0)
    def seal_package() -> str:
        """Seal, with the answer in the manifest."""
        from include.refresh import seal_report
        from include.settings import load_settings

        ti = get_current_context()["ti"]
        return seal_report(
            load_settings(), ti.xcom_pull(task_ids="build_package"), ti.xcom_pull(task_ids="seal_or_reject", key=ANSWER)
        )

    @task(retries=0)
    def record_rejection() -> None:
        """Write the rejection into the ledger."""
        from include.refresh import reject_report
        from include.settings import load_settings

        ti = get_current_context()["ti"]
        reject_report(
            load_settings(), ti.xcom_pull(task_ids="build_package"), ti.xcom_pull(task_ids="seal_or_reject", key=ANSWER)
        )

    built = build_package()
    check_landed_tables() >> built
    draft_or_final(built) >> [draft_is_ready(built), ask]
    ask >> [seal_package(), record_rejection()]


file_annual_report()
