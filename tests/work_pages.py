"""The pages that signed-in people see, by the demo account that opens them: rendered, and judged by axe."""

STATION = "/my-stations/CM-001"
TREE, BUILDING, PERSON = "/tree/371322001030", "/buildings/371322001030-R01-L01", "/people/P00000050"
# Fund projects of the first community that wait at each step, one that is under way, and one that is closed.
DRAFT, ON_NOTICE, AT_STREET, AT_COUNTY, RUNNING, CLOSED = (
    f"/fund-projects/F26-{code}" for code in ("13A930", "841983", "F489D6", "64FA29", "9D5E4F", "2CEDFC")
)
EVERYBODY = (
    "/desk",
    "/account",
    "/permissions",
    "/registration-states",
    "/registration-rules",
    "/grid-rules",
    "/fund-rules",
)
WORK = {
    "admin": ("/accounts", "/accounts/new", "/accounts/street", "/accounts/street/close", "/accounts/street/holder"),
    "county": (
        *("/tree/371322001", "/tree/search?q=社区", "/tree/371322001?on=2020-01-01", "/tree/371322001?on=2027-01-01"),
        *("/tree/371322/planned", f"{TREE}/found", f"{TREE}/rename", f"{TREE}/move", f"{TREE}/merge", f"{TREE}/close"),
        *("/tree/371322001/people", f"{TREE}/people/new", "/people/P00000001", f"{PERSON}/correct", f"{PERSON}/phone"),
        *(f"{PERSON}/appoint", f"{PERSON}/send", f"{PERSON}/let-go", f"{PERSON}/community-worker"),
        *("/postings/P00000050-1/end", "/postings/P00000050-1/visit", "/exports", "/imports/tree"),
        *("/community-workers", "/community-workers/C00000001", "/pay-tables", "/pay-tables/new"),
        *("/community-workers/C00000001/grade", "/community-workers/C00000001/exam"),
        *("/tree/371322001/bodies", "/bodies/371322001-demo", "/tree/371322001/bodies/new"),
        *("/bodies/371322001-demo/members/new", "/tree/371322001/horizontal/new"),
        *("/horizontal-organisations/371322001-X001/change", f"{TREE}/grids", "/tree/371322001/coverage"),
        *(f"{TREE}/buildings", "/imports/buildings", "/residential-areas/371322001030-R01/buildings/new"),
        *(
            f"{BUILDING}/change",
            f"{BUILDING}/close",
            "/overview",
            "/overview/members",
            "/registration-rules/new",
            "/grid-rules/new",
        ),
        *(AT_COUNTY, f"{AT_COUNTY}/record", f"{AT_COUNTY}/return-from-county", "/fund-statements/371322001"),
    ),
    "street": (
        *("/grids/371322001030001/duties", "/grids/371322001030001/assign", "/tree/371322001/absences/new"),
        *("/duties/W00000001-1/end", "/corrections", "/data-requests", "/data-requests/new", "/hand-overs"),
        *(f"{PERSON}/hand-over", f"{PERSON}/merge", f"{PERSON}/identity", "/wish-board", "/wish-board?late=1"),
        *("/service-logs", "/service-logs?kind=patrol&until=2026-01-01"),
        *("/social-organisations", "/social-organisations?q=没有这样的组织", "/social-organisations/new"),
        *(f"/social-organisations/SO0005{page}" for page in ("", "/correct", "/end", "/station", "/phone")),
        *("/stationings/ST0001/end", "/social-services", "/social-services?social=nothing", "/social-services/new"),
        *(f"/social-services/SS000765{page}" for page in ("", "/correct", "/finish", "/cancel")),
        *("/social-services/linkage", "/imports/social-organisations", "/imports/social-services"),
        *("/grid-boards/371322001", "/grid-boards/371322001?period=2026-Q3"),
        *(f"{AT_STREET}{page}" for page in ("", "/approve", "/return")),
        *("/fund-payments/Z25-21BA42/approve", "/fund-payments/Z25-21BA42/refuse", f"{RUNNING}/stop"),
        *("/registration/371322001", "/registration-units", "/placement", "/members/M00000001/place"),
        *("/tree/371322001/member-density", f"{TREE}/member-density", "/units", "/units/new", "/units/DW001"),
        *(
            "/units?q=没有这样的单位",
            "/units/DW001/correct",
            "/units/DW001/pair",
            "/units/DW001/leave",
            "/units/DW001/phone",
        ),
        *(
            "/members/M00000001/correct",
            "/members/M00000001/move",
            "/members/M00000001/leave",
            "/members/M00000001/phone",
        ),
        *(
            "/service-hours/H00000001/correct",
            "/members",
            "/members?placed=no",
            "/members/new",
            "/members/M00000001",
            "/imports/members",
            "/imports/units",
        ),
    ),
    "community": (
        *("/my-stations", "/my-stations?only=check", f"{STATION}", f"{STATION}/today", f"{STATION}/verify"),
        f"{STATION}/correct",
        *("/tasks", "/tasks?late=1", "/tasks/new", "/tasks/new?community=371322001030", "/rounds"),
        *("/rounds/new?community=371322001030", "/event-desk", "/event-desk?late=1", "/event-desk/new"),
        *("/own-record", "/own-record/correct", "/own-record/request", "/wishes/file", "/reports", "/reports/new"),
        *("/paper", "/resources", "/resources/new", "/needs?state=open", "/needs/new", "/shared-projects"),
        *("/feedback?year=2025", "/feedback?year=2025&of=units", "/registration/371322001030", "/wishes-to-take"),
    ),
    "staff": (
        *("/posts", "/posts/new", "/posts/G000001", "/posts/G000001/change", "/activities", "/activities/new"),
        *("/activities/A000001", "/activities/A000001/places", "/service-hours"),
        *("/members/M00000001/service-hours", "/fund-projects", "/fund-projects?state=notice", "/fund-projects/new"),
        *("/fund-payments", "/fund-payments?state=paid", "/fund-questions", CLOSED, "/fund-questions/demoquestion0"),
        *(f"{DRAFT}{page}" for page in ("", "/change", "/submit", "/withdraw")),
        *(f"{ON_NOTICE}{page}" for page in ("", "/objections/new", "/to-street")),
        *(f"{RUNNING}{page}" for page in ("", "/contract", "/budget", "/payments/new", "/finish", "/accept", "/rate")),
        *(f"{RUNNING}{page}" for page in ("/photos", "/close")),
        *("/fund-photos/demof258346da/cover", "/fund-payments/Z25-21BA42", "/fund-findings"),
    ),
    "grid": ("/desk/log", "/my-logs", "/service-logs/new", "/my-tasks", "/my-events", "/my-events/new", "/my-week"),
    "finance": (
        *("/fund-books", "/fund-books?year=2025", "/fund-books/trial-balance", "/fund-rates", "/fund-allocations"),
        *("/fund-allocations/preview", "/fund-allocations/other", "/imports/fund-allocations", "/fund-year-end"),
        *("/fund-books/balances", "/fund-books/projects", "/fund-rules/new", "/fund-batches", "/imports/fund-batch"),
        *("/fund-statements/371322", "/fund-books/V25-000001", "/fund-payments?q=Z25-21BA42", "/fund-batches/B26-0001"),
        *("/fund-payments/Z25-21BA42/pay", "/fund-payments/Z25-21BA42/account"),
    ),
    "member": (
        *("/own-report", "/own-report/apply/correction", "/posts-to-claim", "/activities-to-join", "/own-year"),
        *("/attend/A000001",),
    ),
    "unit": ("/own-unit", "/own-unit/report", "/own-resources", "/own-feedback"),
    "inspector": (
        *("/record", "/record/1", "/fund-cautions", "/fund-findings", "/fund-findings?late=1", "/fund-findings/new"),
        *(f"/fund-findings/J26-A10001{page}" for page in ("", "/close", "/rectify", "/ask-again")),
        "/fund-projects/F26-9D5E4F",
    ),
}
