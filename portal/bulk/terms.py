"""States of what comes in and what leaves, and who moves it on."""

from portal.core.words import Word


class RunState(Word):
    """How far a bulk run has come."""

    WAITING = "waiting", "等待读取", "Waiting to be read"
    READING = "reading", "正在读取和比对", "Being read and compared"
    READY = "ready", "请核对后确认", "To be checked and confirmed"
    FAULTY = "faulty", "有错误，请改正后再传", "Has errors: mend them and hand in again"
    CONFIRMED = "confirmed", "正在写入", "Being written"
    DONE = "done", "已完成", "Done"
    CANCELLED = "cancelled", "已取消", "Cancelled"
    FAILED = "failed", "系统出错，没有写入任何内容", "The portal failed; nothing was written"

    @property
    def is_running(self) -> bool:
        """Whether a job has it, or should."""
        return self in {RunState.WAITING, RunState.READING, RunState.CONFIRMED}


class ExportState(Word):
    """How far an export has come."""

    WAITING = "waiting", "等待写出", "Waiting to be written"
    WRITING = "writing", "正在写出", "Being written"
    DONE = "done", "可以下载了", "Ready to download"
    CANCELLED = "cancelled", "导出已取消", "Export cancelled"
    FAILED = "failed", "系统出错，没有写成文件", "The portal failed; there is no file"

    @property
    def is_running(self) -> bool:
        """Whether a job has it, or should."""
        return self in {ExportState.WAITING, ExportState.WRITING}


class SheetKind(Word):
    """What a table leaves as."""

    XLSX = "xlsx", "Excel 工作簿", "Excel workbook"
    CSV = "csv", "CSV 文本", "CSV text"
