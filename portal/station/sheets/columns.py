"""The columns of a table of positions, with the headings that offices use (seen and assumed ones alike)."""

from portal.core.sheets import Column

COLUMNS = (
    Column("code", "编码", ("站点编码", "编号", "点位编码"), width=12),
    Column("name", "站点名称", ("名称", "点位名称", "党群服务中心名称"), required=True, width=28),
    Column("kind", "站点类型", ("类型", "类别", "点位类型", "category"), required=True, width=18),
    Column("site", "所在场所", ("场所", "场所类型")),
    Column("address", "详细地址", ("地址", "所属位置", "位置"), required=True, width=32),
    Column("lat", "纬度", ("latitude",), required=True),
    Column("lon", "经度", ("longitude", "lng"), required=True),
    Column("system", "坐标系", ("坐标系统", "coordinates", "coordinate_system")),
    Column("opening_hours", "开放时间", ("服务时间", "营业时间"), width=32),
    Column("services", "服务项目", ("服务事项", "服务内容"), width=32),
    Column("phone", "联系电话", ("电话", "联系方式", "手机号"), width=16),
    Column("manager", "负责人", ("联系人", "站长")),
    Column("pinyin", "拼音", ("读音",)),
    Column("in_service_from", "启用日期", ("建成时间", "启用时间"), width=12),
    Column("in_service_until", "停用日期", ("停用时间",), width=12),
    Column("verified_on", "核实日期", ("核实时间",), width=12),
    Column("verified_by", "核实人", ("核实单位",)),
)
# Columns of offices' own tables that the portal works out for itself or has no use for.
PASSED_OVER = (
    Column("street", "所属街道", ("街道",)),
    Column("community", "所属社区", ("社区",)),
    Column("floor_area", "建筑面积"),
    Column("equipment", "设施设备", ("设施",)),
)
