public import RapportTable

/// Names of columns that fill a role by themselves, where exactly one column has one and its type fits.
///
/// Compared without case, blanks, `_` and `-`. Anything weaker is an error that offers the line: a wrong
/// guess is a wrong number.
public enum RoleAliases {
    public static let table: [(role: Role, aliases: [String])] = [
        (
            "customer",
            [
                "customer_id", "customer", "client", "client_id", "user_id", "contact_id", "account",
                "account_id", "客户id", "客户编号", "客户", "用户", "用户id", "会员", "会员id",
            ]
        ),
        (
            "time",
            [
                "date", "time", "timestamp", "created_at", "order_date", "ordered_at", "invoice_date",
                "sent_at",
                "日期", "时间", "下单时间", "创建时间",
            ]
        ),
        ("amount", ["amount", "value", "revenue", "total", "spend", "net_paid", "金额", "订单金额", "消费金额"]),
        ("order", ["order_id", "order_no", "invoice", "invoice_no", "transaction_id", "订单号"]),
        (
            "text",
            [
                "text", "message", "content", "comment", "feedback", "body", "description", "subject", "内容",
                "留言", "评论", "反馈", "问题",
            ]
        ),
        (
            "rating",
            ["rating", "score", "csat", "nps", "ces", "satisfaction", "stars", "评分", "满意度", "打分"]
        ),
        ("source", ["source", "from", "customer_a", "referrer", "推荐人", "起点", "来源"]),
        ("target", ["target", "to", "customer_b", "referred", "被推荐人", "终点", "目标"]),
        ("weight", ["weight", "count", "interactions", "strength", "权重", "次数", "强度"]),
        ("relation", ["relation", "relation_type", "kind", "type", "关系", "类型", "关系类型"]),
        ("membership", ["company", "organisation", "organization", "household", "team", "公司", "单位", "家庭"]),
        ("conversation", ["conversation_id", "conversation", "ticket_id", "case_id", "thread", "会话", "工单"]),
        (
            "side",
            [
                "side", "sender_type", "direction", "role", "from_type", "author_type", "sender_role",
                "speaker", "inbound", "发送方", "方向", "角色",
            ]
        ),
        ("agent", ["agent", "owner", "assignee", "客服", "坐席"]),
        ("channel", ["channel", "渠道"]),
        ("group", ["variant", "group", "arm", "分组"]),
        ("resolved_at", ["resolved_at", "solved_at", "解决时间"]),
        ("first_response_at", ["first_response_at", "首次响应时间"]),
        ("created_at", ["created_at", "opened_at", "创建时间", "受理时间"]),
        ("priority", ["priority", "优先级"]),
        ("team", ["team", "department", "queue", "团队", "部门", "技能组"]),
        ("status", ["status", "state", "状态"]),
        ("reopens", ["reopens", "reopened", "reopen_count", "重开次数"]),
        ("message", ["message_id", "msg_id", "tweet_id", "消息id", "消息编号", "邮件id"]),
        (
            "reply_to",
            [
                "reply_to", "in_reply_to", "reply_to_id", "parent_id", "in_response_to_tweet_id",
                "in_reply_to_status_id", "回复消息id",
            ]
        ),
        ("sender", ["sender", "from", "from_address", "sender_email", "author", "发件人", "发送人"]),
        ("recipient", ["recipient", "recipients", "to", "to_address", "收件人", "接收人"]),
        // What was written, where a subject beside it is no candidate.
        (
            "message_text",
            ["text", "message_text", "message", "content", "body", "内容", "正文", "消息内容"]
        ),
        ("subject", ["subject", "主题", "标题"]),
        ("public", ["public", "is_public", "公开", "是否公开"]),
        ("private", ["private", "is_private", "internal", "is_internal", "内部", "内部备注"]),
        ("stage", ["stage", "status"]),
        ("item", ["product", "sku", "item", "商品"]),
        ("label", ["category", "label", "churned", "类别"]),
        ("event", ["event", "churn"]),
        ("duration", ["tenure", "duration"]),
        // What `efficiency.conversations` measures, so that a kept table of it is known again.
        ("first_response_seconds", ["first_response_seconds"]),
        ("first_response_business_seconds", ["first_response_business_seconds"]),
        ("median_reply_seconds", ["median_reply_seconds"]),
        ("median_reply_business_seconds", ["median_reply_business_seconds"]),
        ("resolution_seconds", ["resolution_seconds"]),
        ("resolution_business_seconds", ["resolution_business_seconds"]),
        ("waiting_seconds", ["waiting_seconds"]),
        ("unresolved_seconds", ["unresolved_seconds"]),
        ("one_contact", ["one_contact"]),
        ("exchanges", ["exchanges"]),
        ("agent_messages", ["agent_messages"]),
        ("first_responder", ["first_responder"]),
        ("sla_first_response", ["sla_first_response"]),
        ("sla_next_reply", ["sla_next_reply"]),
        ("sla_resolution", ["sla_resolution"]),
        ("recency", ["recency"]),
        ("frequency", ["frequency"]),
        ("monetary", ["monetary"]),
        ("sentiment", ["compound", "sentiment", "sentiment_score", "情感", "情感分"]),
        ("service", ["efficiency_score", "service_score", "服务分"]),
        (
            "solution",
            ["solution_id", "solution", "article_id", "faq_id", "id", "方案编号", "方案id", "文章编号", "编号"]
        ),
        ("title", ["title", "heading", "标题", "方案标题"]),
        ("tags", ["tags", "标签"]),
        ("min_score", ["min_score", "最低分"]),
        ("segment", ["segment", "客户分群", "分群"]),
        ("cluster", ["cluster", "聚类", "簇"]),
    ]

    /// Whether `name` is an alias of `role`.
    public static func isAlias(_ name: String, of role: Role) -> Bool {
        exact[role]?.contains(folded(name)) ?? false
    }

    private static let exact: [Role: Set<String>] = Dictionary(
        table.map { ($0.role, Set($0.aliases.map(folded))) }, uniquingKeysWith: { $0.union($1) })

    /// The name as aliases are compared.
    public static func folded(_ name: String) -> String {
        String(
            String.UnicodeScalarView(
                name.lowercased().unicodeScalars.filter { !" _-.".unicodeScalars.contains($0) }))
    }
}
