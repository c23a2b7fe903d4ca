"""How groups are called on the screen."""

from django.utils.translation import gettext as _

from tinhso.foundation.notifications.data import Channel, Group


def group_words(group: Group) -> tuple[str, str]:
    """Return the title of a group and what falls under it."""
    return {
        Group.DOSSIER: (_("Hồ sơ"), _("Đã nộp, đã tiếp nhận, cần bổ sung, có kết quả.")),
        Group.VISIT: (_("Lịch hẹn và đánh giá"), _("Xác nhận, nhắc lịch hẹn tại quầy, mời đánh giá.")),
        Group.WORK: (_("Công việc"), _("Có việc mới được giao.")),
        Group.SECURITY: (
            _("An toàn tài khoản"),
            _("Đăng nhập trên thiết bị mới. Luôn được gửi để bảo vệ tài khoản."),
        ),
    }[group]


def channel_words(channel: Channel) -> str:
    """Return how a way is called."""
    return {
        Channel.IN_APP: _("Trang Thông báo"),
        Channel.ZALO: _("Zalo"),
        Channel.SMS: _("Tin nhắn SMS"),
        Channel.EMAIL: _("Thư điện tử"),
        Channel.PUSH: _("Tin đẩy"),
    }[channel]
