internal import RapportTable

extension RoleAliases {
    /// What programs, shops and help desks call the columns, where no column has one of ``table``'s names.
    ///
    /// A name is here only if it can mean nothing else to an analysis that asks for the role; that one was taken is
    /// told beside the result. Names of people are none for `customer`: two customers may share one.
    static let otherWords: [(role: Role, words: [String])] = [
        (
            "customer",
            [
                "user", "member", "member_id", "buyer", "contact", "requester", "caller", "reviewer",
                "respondent", "person_id", "shopper", "subscriber", "guest_id", "patient_id",
                "customer_email", "user_name", "customer_unique_id", "owner_user_id",
                "买家", "顾客", "用户名", "会员名", "买家会员名", "会员卡号", "客户代码",
            ]
        ),
        (
            "time",
            [
                "datetime", "date_time", "created", "created_time", "created_on", "creation_date",
                "creation_time", "create_time", "date_created", "posted_at", "published_at",
                "submitted_at", "submit_time", "responded_at", "received_at", "date_received", "send_time",
                "purchase_date", "purchased_at", "purchase_timestamp", "order_purchase_timestamp",
                "order_time", "transaction_date", "transaction_time", "complete_timestamp",
                "time:timestamp", "event_time", "at", "recorded_date",
                "发送时间", "提交时间", "提交答卷时间", "发布时间", "评论日期", "订单时间", "订单日期", "订单创建时间", "交易时间",
                "交易日期", "购买时间", "购买日期", "消费时间", "消费日期",
            ]
        ),
        (
            "amount",
            [
                "sales", "sales_amount", "order_total", "order_amount", "order_value", "total_amount",
                "amount_paid", "paid_amount", "payment_value", "payment_amount", "transaction_amount",
                "purchase_amount", "grand_total", "line_total", "net_sales",
                "实付金额", "实际支付金额", "买家实际支付金额", "支付金额", "付款金额", "成交金额", "交易金额", "销售金额", "销售额",
                "消费额", "总金额", "订单总额", "实付款",
            ]
        ),
        (
            "order",
            [
                "order_number", "invoice_number", "receipt_no", "receipt_number", "transaction_no",
                "订单编号", "订单id", "订单号码", "交易号", "小票号", "单据编号",
            ]
        ),
        (
            "text",
            [
                "review", "reviews", "review_text", "comments", "narrative", "consumer_complaint_narrative",
                "complaint", "tweet", "utterance", "verbatim", "suggestions", "opinion", "instruction",
                "review_comment_message", "comment_text", "msg",
                "评价", "描述", "问题描述", "正文", "意见", "建议", "意见建议", "诉求", "文本", "微博内容", "聊天内容",
            ]
        ),
        (
            "message_text",
            ["msg", "str_content", "utterance", "comment", "消息", "聊天内容", "发言内容", "留言"]
        ),
        (
            "rating",
            [
                "satisfaction_rating", "satisfaction_score", "customer_satisfaction",
                "customer_satisfaction_rating", "csat_score", "nps_score", "overall", "overall_rating",
                "overall_satisfaction", "star", "star_rating", "rating_score", "survey_results",
                "星级", "评级", "总体满意度", "客户满意度", "综合评分", "总体评价", "得分", "评价等级",
            ]
        ),
        (
            "source",
            [
                "sender", "from_user", "from_node", "from_node_id", "src", "follower", "inviter",
                "introducer", "recommender", "referred_by",
                "发送人", "发件人", "介绍人", "邀请人", "推荐会员", "主叫", "主叫号码",
            ]
        ),
        (
            "target",
            [
                "recipient", "receiver", "to_user", "to_node", "to_node_id", "dst", "dest", "followee",
                "invitee", "referee", "referral",
                "接收人", "收件人", "被介绍人", "被邀请人", "被叫", "被叫号码",
            ]
        ),
        (
            "weight",
            [
                "weights", "message_count", "messages", "call_count", "calls", "times",
                "通话次数", "联系次数", "往来次数", "互动次数",
            ]
        ),
        (
            "membership",
            [
                "club", "group", "organization_name", "household", "family", "community", "department",
                "俱乐部", "部门", "团队", "小组", "社群", "群名称", "群", "组织",
            ]
        ),
        (
            "conversation",
            [
                "ticket", "case", "issue", "incident", "issue_key", "chat_id", "session_id", "call_id",
                "request_id", "complaint_id", "dialogue_id", "dialog_id", "case:concept:name",
                "投诉编号", "咨询编号", "通话编号", "对话",
            ]
        ),
        (
            "side",
            [
                "author_role", "user_type", "message_direction", "is_sender", "from_me", "is_from_me",
                "is_agent", "from_agent", "is_customer", "from_customer", "outgoing", "outbound", "incoming",
                "发送人身份", "发送者身份", "发送人类型", "发送者类型", "发送方类型", "发言方", "消息方向", "身份",
            ]
        ),
        (
            "agent",
            [
                "assigned_to", "agent_name", "assignee_name", "teammate", "teammate_assigned", "handler",
                "operator", "representative", "处理人", "受理人", "经办人", "负责人", "客服人员", "客服姓名", "坐席姓名",
                "接待客服", "服务人员", "座席",
            ]
        ),
        (
            "channel",
            [
                "via", "submitted_via", "contact_type", "contact_channel", "communication_channel",
                "来源渠道", "受理渠道", "咨询渠道", "沟通渠道",
            ]
        ),
        (
            "team",
            [
                "assignment_group", "support_group", "assigned_group", "group", "group_name",
                "受理部门", "处理部门", "所属部门", "客服组", "处理组",
            ]
        ),
        ("status", ["resolution_state", "处理状态"]),
        (
            "created_at",
            [
                "created", "created_time", "created_on", "creation_date", "creation_time", "create_time",
                "date_created", "opened", "open_time", "opened_time", "opened_on", "open_date",
                "opened_date", "date_opened", "submitted_at", "submit_time", "reported_at", "started_at",
                "received_at", "date_received",
                "创建日期", "提交时间", "建单时间", "提单时间", "报修时间", "开始时间", "进线时间", "接入时间", "发起时间", "受理日期",
            ]
        ),
        (
            "resolved_at",
            [
                "resolved", "resolved_time", "resolved_on", "resolved_date", "resolution_date",
                "date_resolved", "solved", "solved_time", "time_to_resolution",
                "解决日期", "完成时间", "处理完成时间", "办结时间", "结单时间",
            ]
        ),
        (
            "first_response_at",
            [
                "first_response", "first_response_time", "first_responded_at", "first_reply_at",
                "first_replied_at", "first_reply_time", "initial_response_time", "first_admin_reply_at",
                "first_agent_reply_at", "first_answered_at",
                "首次回复时间", "首次应答时间", "首响时间", "首次响应",
            ]
        ),
        ("reopens", ["reopen", "number_of_reopens", "重新打开次数"]),
        ("message", ["msgid", "client_msg_id", "mail_id", "email_id"]),
        (
            "reply_to",
            ["parent_message_id", "in_reply_to_id", "reply_to_message_id", "回复id", "引用消息id", "回复消息编号"]
        ),
        ("sender", ["sender_name", "from_name", "发送者", "发信人", "发言人"]),
        ("recipient", ["receiver", "to_user", "接收者", "收信人"]),
        (
            "item",
            ["stock_code", "asin", "movie", "article", "产品", "商品名称", "产品名称", "宝贝标题"]
        ),
        (
            "label",
            ["intent", "topic", "issue_type", "ticket_type", "分类", "问题类型", "业务类型", "投诉类型", "类目"]
        ),
    ]
}
