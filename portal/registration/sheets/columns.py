"""The columns of the two rosters, with the headings that offices use for them (seen and assumed ones alike).

A column that is not kept is known, so that no office has to delete it first, and read past: what the portal does not
need of a person it does not store.
"""

from portal.core.sheets import Column


def _left_out(*headings: str) -> tuple[Column, ...]:
    return tuple(Column(heading, heading, kept=False) for heading in headings)


UNITS = (
    Column("code", "单位编号", ("单位编码", "编号", "编码"), width=14),
    Column(
        "name",
        "单位名称",
        ("报到单位", "驻区单位", "共建单位", "单位", "单位全称"),
        required=True,
        width=32,
        instead="party_organisation",
    ),
    Column("kind", "单位性质", ("性质", "单位类型", "单位类别")),
    Column("parent_department", "主管部门", ("上级部门", "上级主管部门", "主管单位", "隶属部门"), width=24),
    Column("party_organisation", "党组织名称", ("党组织", "所属党组织", "单位党组织"), width=30),
    Column("address", "单位地址", ("地址", "详细地址"), width=32),
    Column("liaison", "联络员", ("联系人", "单位联络员", "联络员姓名")),
    Column("liaison_phone", "联络员电话", ("联络员联系电话", "联系人电话", "联络员手机", "联络员手机号")),
    Column("phone", "联系电话", ("电话", "联系方式", "手机号", "手机号码")),
    Column("secretary", "党组织书记", ("单位负责人", "主要负责人", "书记", "负责人"), kept=False),
    Column("street", "报到街道", ("所属街道", "街道", "街道名称")),
    Column("community", "报到社区", ("结对社区", "包联社区", "联系社区", "社区", "共建社区")),
    Column("reported_on", "报到时间", ("报到日期",)),
    Column("members", "在职党员数", ("党员人数", "党员数", "党员总数", "已到居住地报到的党员数"), kept=False),
    Column("state", "状态", ("报到状态",), kept=False),
    *_left_out("包联网格", "资源清单", "需求清单", "项目清单"),
    *_left_out("市级机关事业单位党员数", "区级及以下机关事业单位党员数"),
)

MEMBERS = (
    Column("code", "党员编号", ("编号", "编码"), width=14),
    Column("name", "姓名", ("党员姓名",), required=True, width=10),
    Column("sex", "性别", width=6),
    Column("birth", "出生年月", ("出生日期", "出生年份", "出生时间"), width=10),
    Column("identity", "身份证号", ("身份证号码", "公民身份号码", "公民身份证号", "身份证")),
    Column(
        "unit",
        "工作单位",
        ("单位", "所在单位", "单位名称", "工作学习单位", "工作/学习单位", "报到单位"),
        required=True,
        width=30,
        instead="unit_and_title",
    ),
    Column("unit_and_title", "工作单位及职务", ("单位及职务", "单位、职务或职业", "单位职务", "工作单位和职务")),
    Column("title", "职务", ("现任职务", "职务职级"), width=14),
    Column("branch", "所在党支部", ("所属党支部", "党支部", "所在支部", "支部"), width=26),
    Column("phone", "联系电话", ("手机号", "手机号码", "联系方式", "联系手机", "电话", "手机")),
    Column("address", "现居住地", ("家庭住址", "居住地址", "现居地址", "住址", "现住址", "居住地", "家庭地址")),
    Column("area", "居住小区", ("小区", "小区名称", "所在小区")),
    Column("door", "楼栋单元门牌", ("楼栋门牌", "门牌", "楼栋单元室", "楼栋", "楼栋门牌号", "门牌号")),
    Column("community", "居住社区", ("报到社区", "所在社区", "社区", "居住地社区")),
    Column("grid", "所在网格", ("居住网格", "网格", "网格名称", "网格编号")),
    Column("specialty", "特长", ("专业特长", "个人特长", "技能特长"), width=20),
    Column("skills", "特长类别", ("服务特长类别",), width=20),
    Column("reported_on", "报到时间", ("报到日期", "报到日")),
    Column("state", "状态", ("报到状态",), kept=False),
    Column("education", "学历", ("文化程度",), kept=False),
    Column("joined_party_on", "入党时间", ("入党日期",), kept=False),
    Column("post", "认领岗位", ("家园奉献岗位", "感兴趣的志愿服务岗位", "服务岗位"), kept=False),
    Column("registered_at", "户籍地", ("户籍所在派出所", "户籍", "户籍地址"), kept=False),
    *_left_out("民族", "学位", "党籍状态", "籍贯", "原服役部队", "退役时间", "是否自主择业", "组织关系落实时间"),
    *_left_out("编入党支部", "专业技术职务", "固定电话", "所属部门", "党内职务", "进入当前党支部日期", "党费交纳至"),
    *_left_out("民主评议情况", "双报到至", "是否困难党员", "奖惩情况", "所属党委", "政治面貌", "年龄", "参加工作时间"),
)

# What leaves: no identity number, no address of a home, and of a telephone number only what tells whose it is.
UNITS_OUT = tuple(
    column for column in UNITS if (column.kept or column.name == "state") and column.name not in {"phone", "street"}
)
MEMBERS_OUT = tuple(
    column
    for column in MEMBERS
    if (column.kept or column.name == "state")
    and column.name not in {"identity", "unit_and_title", "address", "area", "door"}
)
