"""Review pages for compliance people, in Airflow's navigation and behind its login: wiring only, see include/review."""

from airflow.plugins_manager import AirflowPlugin

PREFIX = "/conflict-minerals"


class _WhenAsked:
    """The pages, made when the API server is first asked for one: schedulers and workers load plugins too."""

    def __init__(self):
        self._app = None

    async def __call__(self, scope, receive, send):
        """Hand the request on."""
        if self._app is None:
            from include.review.app import create_app

            self._app = create_app()
        await self._app(scope, receive, send)


class ComplianceReview(AirflowPlugin):
    """The pages and their entry in the navigation."""

    name = "compliance_review"
    fastapi_apps = [{"app": _WhenAsked(), "url_prefix": PREFIX, "name": "Conflict minerals"}]  # noqa: RUF012 - Airflow's
    external_views = [  # noqa: RUF012
        {
            "name": "Conflict minerals",
            "href": f"{PREFIX}/",
            "url_route": "conflict-minerals",
            "destination": "nav",
            "category": "browse",
        }
    ]
