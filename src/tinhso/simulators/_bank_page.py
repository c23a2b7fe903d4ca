"""The page of the simulated bank on which a person pays."""

from html import escape
from typing import Any

_KINDS = {"credit": "Báo có", "reversal": "Thu hồi", "debit": "Chi"}


def page(qr: str, values: dict[str, Any], said: str, rows: list[dict[str, Any]], base: str) -> str:
    """Return the page: what a QR code says turned into a transfer, and the newest transactions."""
    shown = "".join(
        f"<tr><td>{escape(row['transaction_id'])}</td><td>{_KINDS[row['kind']]}</td>"
        f"<td>{escape(row['account_number'])}</td><td class=n>{row['amount']:,}</td>"
        f"<td>{escape(row.get('text', ''))}</td></tr>"
        for row in rows
    ).replace(",", ".")
    account, amount, text = (escape(str(values.get(name, ""))) for name in ("account_number", "amount", "text"))
    note = f'<p class="said" role="status">{escape(said)}</p>' if said else ""
    return f"""<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ngân hàng giả lập</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 1rem; }}
label {{ display: block; font-weight: 600; margin-top: .8rem; }}
input, textarea {{ font: inherit; width: 100%; box-sizing: border-box; padding: .5rem; }}
button {{ font: inherit; min-height: 44px; padding: .4rem 1.2rem; margin-top: 1rem; }}
.warn {{ border-inline-start: 5px solid; padding: .3rem .8rem; }}
.said {{ border: 2px solid; padding: .5rem .8rem; }}
table {{ border-collapse: collapse; width: 100%; font-size: .9rem; }}
td, th {{ padding: .3rem .5rem; text-align: start; border-bottom: 1px solid; overflow-wrap: anywhere; }}
.n {{ text-align: end; white-space: nowrap; }}
</style></head><body>
<h1>Ngân hàng giả lập</h1>
<p class="warn">Trang này đóng vai ứng dụng ngân hàng của người nộp tiền, chỉ để dùng thử. Không có tiền thật.</p>
{note}
<h2>Quét mã</h2>
<form method="get" action="{escape(base)}/"><label for="qr">Nội dung mã VietQR</label>
<textarea id="qr" name="qr" rows="3">{escape(qr)}</textarea><button>Đọc mã</button></form>
<h2>Chuyển tiền</h2>
<form method="post" action="{escape(base)}/pay">
<label for="account_number">Số tài khoản nhận</label>
<input id="account_number" name="account_number" required value="{account}">
<label for="amount">Số tiền (đồng)</label>
<input id="amount" name="amount" inputmode="numeric" required value="{amount}">
<label for="text">Nội dung</label><input id="text" name="text" value="{text}">
<label for="payer_name">Người chuyển</label><input id="payer_name" name="payer_name" value="NGUOI NOP MINH HOA">
<button>Trả tiền</button></form>
<h2>Giao dịch gần đây</h2>
<table><thead><tr><th>Mã</th><th>Loại</th><th>Tài khoản</th><th class=n>Số tiền</th><th>Nội dung</th></tr></thead>
<tbody>{shown}</tbody></table>
</body></html>"""
