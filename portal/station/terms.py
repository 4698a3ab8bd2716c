"""Words of the service positions, and what is asked of them."""

from dataclasses import dataclass
from datetime import date, datetime

from geo.place import Place
from portal.core.words import Word


class StationKind(Word):
    """The five kinds of "1+1+16+N" (domain.md S43, S45, S46)."""

    COUNTY_CENTRE = "county_centre", "县级党群服务中心", "County service centre"
    STREET_CENTRE = "street_centre", "街道党群服务中心", "Street service centre"
    COMMUNITY_CENTRE = "community_centre", "社区党群服务中心", "Community service centre"
    SERVICE_STATION = "service_station", "“微愿郯”服务站", "Service station"
    CONVENIENCE_POINT = "convenience_point", "“微愿郯”便民点", "Convenience point"


class Site(Word):
    """What kind of place a position stands in (domain.md S45)."""

    COMMUNITY = "community", "社区", "Community"
    RESIDENTIAL_AREA = "residential_area", "小区", "Residential area"
    PARK = "park", "公园", "Park"
    SQUARE = "square", "广场", "Square"
    BUSINESS_DISTRICT = "business_district", "商圈", "Business district"
    OTHER = "other", "其他", "Other"


class Profile(Word):
    """How a person gets about: what he chooses once, to see what stands in his way (mission.md E4)."""

    WHEELCHAIR = "wheelchair", "坐轮椅", "Wheelchair"
    WALKING_AID = "walking_aid", "用助行器或拐杖", "Walking aid or cane"
    PRAM = "pram", "推婴儿车", "Pram"
    LOW_VISION = "low_vision", "看不清或看不见", "Low vision or blind"
    HARD_OF_HEARING = "hard_of_hearing", "听不清或听不见", "Hard of hearing or deaf"


class Hindrance(Word):
    """What can stand in somebody's way at a position."""

    STEPS = "steps", "入口有台阶，没有坡道", "Steps at the entrance, no ramp"
    STEEP_RAMP = "steep_ramp", "坡道较陡", "A steep ramp"
    NARROW_DOOR = "narrow_door", "门宽不足 80 厘米", "A door narrower than 80 cm"
    UPSTAIRS_NO_LIFT = "upstairs_no_lift", "在楼上，没有电梯", "Upstairs, without a lift"
    NO_ACCESSIBLE_TOILET = "no_accessible_toilet", "没有无障碍卫生间", "No accessible toilet"
    NO_HANDRAIL = "no_handrail", "没有扶手", "No handrail"
    NO_TACTILE_PAVING = "no_tactile_paving", "没有盲道", "No tactile paving"
    NO_LARGE_PRINT = "no_large_print", "没有大字版材料", "No large-print material"
    NO_SIGN_LANGUAGE = "no_sign_language", "没有手语或文字交流", "No sign language or written help"


class StationFault(Word):
    """What is wrong about a position's page, as a visitor says it."""

    HOURS = "hours", "开放时间不对", "The opening hours"
    SHUT = "shut", "写着开放，其实关着", "It says open, but it is shut"
    PHONE = "phone", "电话打不通或不对", "The phone number"
    PLACE = "place", "位置或地址不对", "The place or address"
    SERVICES = "services", "办不了写着的事", "A service that is not there"
    ACCESS = "access", "无障碍情况不对", "What stands in one's way"
    GONE = "gone", "这个点已经没有了", "It is gone"
    OTHER = "other", "其他", "Something else"


class ChangeKind(Word):
    """How announced hours differ from the weekly ones (mission.md E2)."""

    CLOSED = "closed", "临时关闭", "Closed"
    CHANGED_HOURS = "changed_hours", "临时调整时间", "Changed hours"
    MOVED = "moved", "临时搬到别处", "Moved"


class Reason(Word):
    """Why a position is closed, or open at other hours, as its manager picks it; "other" is written out."""

    AWAY = "away", "工作人员外出办事", "Staff are out on business"
    MEETING = "meeting", "集中开会或培训", "A meeting or training"
    OUTAGE = "outage", "停电或停水", "No power or water"
    REPAIR = "repair", "检修或消毒", "Repairs or disinfection"
    WEATHER = "weather", "天气原因", "The weather"
    OTHER = "other", "其他（写在下面）", "Something else (write it below)"


class Checked(Word):
    """What of a position's details somebody has checked."""

    HOURS = "hours", "开放时间", "Opening hours"
    PHONE = "phone", "电话", "Phone"
    PLACE = "place", "位置和地址", "Place and address"
    SERVICES = "services", "能办的事", "Services"
    ACCESS = "access", "进出是否方便", "Access"


class StationRefusal(Word):
    """Why it cannot be done so."""

    CODE = "code", "没有这个服务点", "There is no such position"
    ENDS = "ends", "结束要晚于开始，也要晚于现在", "The end must lie after the beginning, and after now"
    REASON = "reason", "请写明原因", "Give the reason"
    HOURS = "hours", "开放时间的写法不对", "These opening hours cannot be read"
    NO_HOURS = "no_hours", "请写从几点开到几点", "Write from when to when it is open"
    WHERE = "where", "请写搬到了哪里", "Write where it has moved"
    NOTHING = "nothing", "这个服务点没有可以收回的公告", "Nothing is announced for this position"
    CHECKED = "checked", "请勾选核对了什么", "Tick what was checked"
    PHONE = "phone", "电话要写 11 位手机号，或区号加横线的座机号", "Write 11 digits, or area code, hyphen and number"
    OUTSIDE = "outside", "位置不在本县", "The place lies outside the county"
    SERVICE = "service", "没有这个服务事项", "There is no such service"
    SENTENCE = "sentence", "请写一句哪里不对", "Say in a sentence what is wrong"


class OpenWord(Word):
    """Whether a position is open, as the pill says it."""

    OPEN = "open", "开放中", "Open"
    SOON = "soon", "即将关门", "Closing soon"
    SHUT = "shut", "已关门", "Closed"
    UNKNOWN = "unknown", "请先打电话", "Call first"


@dataclass(frozen=True, slots=True)
class NearestQuestion:
    """What a resident asks: which positions are nearest to `origin`, of which kinds and services, open at which moment.

    Empty `kinds` or `services` ask for all of them; `open_at=None` asks for positions open or not; `at` is the moment
    the answer's open state is for.
    """

    origin: Place
    at: datetime
    limit: int = 10
    kinds: frozenset[StationKind] = frozenset()
    services: frozenset[str] = frozenset()
    open_at: datetime | None = None
    radius_m: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One position of the answer: geodesic metres from the origin, and whether it is open (None: nobody knows)."""

    code: str
    distance_m: float
    open_now: bool | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a position; degrees are WGS-84, `services` are codes in their order, None is not known."""

    name: str
    kind: StationKind
    site: Site
    address: str
    lat: float
    lon: float
    phone: str | None = None
    manager: str | None = None
    opening_hours: str | None = None
    services: tuple[str, ...] = ()
    pinyin: str | None = None
    in_service_from: date | None = None
    in_service_until: date | None = None
    verified_on: date | None = None
    verified_by: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A position that a file changes: the facts as they would be, and each changed field before and after."""

    code: str
    facts: Facts
    fields: dict[str, tuple[object, object]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; `left` are positions in service that the file does not have."""

    new: dict[str, Facts]
    changed: list[Change]
    unchanged: int
    left: list[str]

    @property
    def changes_nothing(self) -> bool:
        return not self.new and not self.changed
