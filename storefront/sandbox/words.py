"""What the hosted pages say: Vietnamese first, English beside it."""

LANGUAGES = ("vi", "en")

WORDS = {
    "practice": ("Thực hành: không có tiền thật", "Practice: no real money"),
    "gateway": ("Cổng thanh toán thực hành", "Practice payment gateway"),
    "bank": ("Ngân hàng Thực hành", "Practice bank"),
    "other_language": ("English", "Tiếng Việt"),
    "pay_to": ("Thanh toán cho", "Pay to"),
    "amount": ("Số tiền", "Amount"),
    "description": ("Nội dung", "Description"),
    "number": ("Mã thanh toán", "Payment number"),
    "choose": ("Bạn muốn điều gì xảy ra?", "What should happen?"),
    "paid": ("Thành công", "Success"),
    "paid_help": ("Tiền về ngay, cửa hàng được báo ngay.", "The money arrives and the shop is told at once."),
    "refused": ("Từ chối", "Refuse"),
    "refused_help": ("Ngân hàng không chấp nhận.", "The bank says no."),
    "cancelled": ("Hủy", "Cancel"),
    "cancelled_help": ("Người mua bấm hủy, cửa hàng được báo.", "The buyer cancels and the shop is told."),
    "abandoned": ("Bỏ dở", "Abandon"),
    "abandoned_help": (
        "Người mua quay lại, cửa hàng không được báo gì.",
        "The buyer goes back and the shop is told nothing.",
    ),
    "twice": ("Báo hai lần", "Told twice"),
    "twice_help": (
        "Một khoản tiền, cửa hàng nhận hai lần báo.",
        "One sum of money, but the shop is told twice.",
    ),
    "reordered": ("Đảo thứ tự", "Out of order"),
    "reordered_help": (
        "Báo thành công đến trước, báo từ chối cũ đến sau.",
        "The success is told first, an older refusal after it.",
    ),
    "failed_then_paid": ("Từ chối rồi thành công", "Refused, then success"),
    "failed_then_paid_help": (
        "Lần đầu bị từ chối, vài giây sau tiền vẫn về.",
        "Refused at first, the money still comes seconds later.",
    ),
    "late": ("Trễ", "Late"),
    "late_help": ("Tiền về sau số giây này.", "The money comes after this many seconds."),
    "seconds": ("Số giây", "Seconds"),
    "wrong": ("Sai số tiền", "Wrong amount"),
    "wrong_help": ("Tiền về khác với số cần trả.", "The money that comes is not the sum due."),
    "arriving": ("Số tiền sẽ về", "Amount that arrives"),
    "refunds": ("Nếu sau này cửa hàng hoàn tiền", "If the shop refunds later"),
    "refunds_now": ("Hoàn ngay", "Done at once"),
    "refunds_later": ("Chờ vài giây rồi hoàn", "Waits seconds, then done"),
    "refunds_fail": ("Chờ vài giây rồi thất bại", "Waits seconds, then fails"),
    "more": ("Tình huống khó", "Harder cases"),
    "broken": ("Chữ ký hỏng", "Signature broken"),
    "broken_help": (
        "Tiền về, lần báo đầu mang chữ ký sai, lần báo lại thì đúng.",
        "The money arrives; the first telling is signed wrongly, its repeat rightly.",
    ),
    "charged_back": ("Bị đòi lại", "Charge-back"),
    "charged_back_help": (
        "Tiền về, vài giây sau ngân hàng rút lại.",
        "The money arrives and the bank takes it back seconds later.",
    ),
    "controls": ("Tình trạng cổng thanh toán", "The gateway's condition"),
    "controls_help": (
        "Dùng khi tập: xem cửa hàng xử lý ra sao khi cổng không trả lời.",
        "For practice: see what the shop does when the gateway does not answer.",
    ),
    "controls_link": ("Cho cổng này ngừng hoặc trả lời chậm", "Let this gateway stop or answer slowly"),
    "controls_after": (
        "Chọn xong, hãy trở lại trang của cửa hàng và thanh toán.",
        "When you have chosen, go back to the shop's page and pay.",
    ),
    "home": ("Về trang đầu", "To the first page"),
    "sandbox": ("Cổng và ngân hàng thực hành", "Practice gateways and bank"),
    "practise": ("Tập nhận và trả tiền", "Practise taking and making payments"),
    "open_bank": ("Mở ngân hàng thực hành", "Open the practice bank"),
    "learner": ("Người học", "For learners"),
    "learner_help": (
        "Đặt hàng ở một cửa hàng thực hành và bấm thanh toán: trang của công ty thanh toán mở ra, bạn chọn "
        "điều gì xảy ra. Tiền thật không bao giờ đi qua đây.",
        "Order at a practice shop and choose to pay: the payment company's page opens, and you choose what "
        "happens. Real money never passes here.",
    ),
    "companies": ("Các công ty có ở đây", "The companies played here"),
    "companies_help": (
        "Mỗi công ty trả lời đúng giao thức của mình, dưới địa chỉ ghi bên phải.",
        "Each answers in its own protocol, below the address at the right.",
    ),
    "developer": ("Lập trình viên", "For developers"),
    "developer_key": (
        "Chạy riêng bằng lệnh python -m storefront sandbox, với khóa trong biến môi trường",
        "Run it alone by python -m storefront sandbox, with a key in the environment variable",
    ),
    "developer_register": (
        "Đăng ký một cửa hàng ở công ty bạn muốn thử:",
        "Register a shop at the company you want to try:",
    ),
    "developer_answer": (
        "Câu trả lời có khóa của công ty cho cửa hàng và trang để cho cổng ngừng hoặc chậm:",
        "The answer holds the company's keys for the shop, and the page that stops or slows the gateway:",
    ),
    "developer_pay": (
        "Gọi công ty như tài liệu của họ viết, chỉ đổi địa chỉ máy chủ; mở trang thanh toán và chọn kết quả.",
        "Call the company as its documents say, with another host only; open the pay page and choose.",
    ),
    "developer_docs": ("Chi tiết:", "Details:"),
    "switched_off": (
        "Cổng thanh toán này đang ngừng. Hãy quay lại trang đơn hàng, thử lại sau hoặc chọn cách khác.",
        "This gateway is off. Go back to the order's page, try later or choose another way.",
    ),
    "now": ("Hiện giờ", "Now"),
    "fair": ("Bình thường", "Normal"),
    "fair_help": ("Trả lời ngay.", "Answers at once."),
    "down": ("Ngừng 2 phút", "Off for 2 minutes"),
    "down_help": ("Không nhận và không trả lời gì.", "Takes nothing and answers nothing."),
    "slow": ("Chậm", "Slow"),
    "slow_help": ("Mỗi câu trả lời mất số giây này.", "Each answer takes this many seconds."),
    "how": ("Ngân hàng báo cho cửa hàng", "The bank tells the shop"),
    "how_once": ("Ngay, một lần", "At once, once"),
    "how_twice": ("Hai lần", "Twice"),
    "how_late": ("Trễ số giây dưới đây", "Late by the seconds below"),
    "how_broken": ("Lần đầu sai chữ ký", "Signed wrongly at first"),
    "unknown_merchant": ("Không biết cửa hàng này.", "This shop is not known."),
    "bad_signature": (
        "Chữ ký không đúng. Hãy kiểm tra khóa của cửa hàng.",
        "The signature is wrong. Check the shop's keys.",
    ),
    "number_used_for_another_amount": (
        "Mã thanh toán này đã dùng cho số tiền khác.",
        "This payment number was used for another amount.",
    ),
    "back": ("Quay lại cửa hàng", "Back to the shop"),
    "already_paid": ("Khoản này đã được thanh toán.", "This has been paid already."),
    "expired": (
        "Thanh toán này đã hết hạn. Hãy quay lại cửa hàng và thử lại.",
        "This payment has expired. Go back to the shop and try again.",
    ),
    "unknown_payment": (
        "Không tìm thấy thanh toán này. Hãy mở lại từ trang đơn hàng.",
        "This payment was not found. Open it again from the order's page.",
    ),
    "not_found": ("Không có trang này.", "There is no such page."),
    "bad_form": (
        "Hãy chọn một trong các nút và nhập số hợp lệ.",
        "Choose one of the buttons and enter valid numbers.",
    ),
    "too_large": ("Dữ liệu gửi lên quá lớn.", "What was sent is too large."),
    "transfer": ("Chuyển tiền", "Transfer"),
    "to_account": ("Đến số tài khoản", "To account"),
    "to_account_help": (
        "Chỉ tài khoản thực hành, mã ngân hàng 999999.",
        "Practice accounts only, bank code 999999.",
    ),
    "memo": ("Nội dung chuyển khoản", "Message"),
    "memo_help": ("Chép đúng mã trên trang đơn hàng.", "Copy the code from the order's page."),
    "payer": ("Tên người chuyển", "Sender's name"),
    "send": ("Chuyển tiền thực hành", "Send practice money"),
    "sent": ("Đã chuyển", "Sent"),
    "sent_help": (
        "Cửa hàng sẽ thấy khoản này trong giây lát nếu tài khoản đã nối với cửa hàng.",
        "The shop sees it in a moment if the account is connected to the shop.",
    ),
    "reference": ("Mã giao dịch", "Reference"),
    "again": ("Chuyển khoản khác", "Another transfer"),
    "account": (
        "Số tài khoản có từ 1 đến 19 chữ số hoặc chữ cái.",
        "An account has 1 to 19 digits or letters.",
    ),
    "wrong_number": ("Hãy nhập số tiền lớn hơn 0.", "Enter an amount above 0."),
    "too_little": (
        "Trong tài khoản không đủ tiền thực hành cho lần chuyển này.",
        "There is not enough practice money in the account for this.",
    ),
    "unknown_account": (
        "Ngân hàng thực hành không có số tài khoản này. Bạn xem lại từng chữ số trên trang đơn hàng.",
        "The practice bank has no such account. Compare each digit with the order's page.",
    ),
    "purse": ("Tài khoản thực hành của bạn", "Your practice account"),
    "purse_open": ("Xem tài khoản thực hành", "See your practice account"),
    "holder": ("Chủ tài khoản", "Account holder"),
    "balance": ("Số dư", "Balance"),
    "purse_help": (
        "Từ máy này, mọi lần chuyển tiền thực hành đều trừ vào tài khoản này. Tiền khách chuyển khoản cho "
        "cửa hàng thực hành của bạn cũng về đây.",
        "From this device, practice transfers are taken from this account. What your practice shop earns "
        "comes in here.",
    ),
    "moved": ("Gần đây", "Lately"),
    "moved_none": ("Chưa có khoản nào.", "Nothing yet."),
    "about": (
        "Đây là cổng thanh toán và ngân hàng để tập. Mọi đồng tiền ở đây đều là giả.",
        "This is a payment gateway and a bank to practise with. All money here is make-believe.",
    ),
}


def say(key: str, lang: str) -> str:
    return WORDS[key][LANGUAGES.index(lang)]
