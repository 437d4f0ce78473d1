import type { ErrorCode } from '../../../../domain/shared/error-codes.ts'

interface Meaning {
  readonly title: string
  /** What to do about it, where the title does not say. */
  readonly advice?: string
}

/** The one table of error codes in Chinese; in English the server itself says these. */
const inChinese: Readonly<Record<ErrorCode, Meaning>> = {
  BAD_REQUEST: { title: '请求的格式不对', advice: '请按 /openapi.json 的说明发送。' },
  KEY_REQUIRED: { title: '需要有效的访问密钥', advice: '请用未吊销的密钥登录；密钥由管理员发放。' },
  FORBIDDEN: { title: '该密钥的角色无权这样做', advice: '请换用有此权限的角色或渠道的密钥。' },
  NOT_FOUND: { title: '没有找到', advice: '请核对路径和编号；刚写入的内容稍候才能读到。' },
  UNKNOWN_CHANNEL: { title: '没有这个渠道', advice: '可用的渠道：taobao、jd、douyin、pdd、wechat-shop、app、pos。' },
  TOO_LARGE: { title: '请求超过大小上限', advice: '请减少一次发送的内容。' },
  UNSUPPORTED_MEDIA_TYPE: { title: '此处不接受这种正文', advice: '请发送 JSON；可发送多条报文处也接受 NDJSON。' },
  RATE_LIMITED: { title: '请求过多，请稍后再试' },
  INTERNAL: { title: '出现了意料之外的错误；服务器日志按错误编号记有详情' },
  CONTENDED: { title: '同时写入者过多；没有丢失任何内容，请用同一命令编号重试' },
  COMMAND_DIFFERS: { title: '该命令编号已用于其他内容', advice: '请给新命令另起编号。' },
  COMMAND_TOO_OLD: { title: '该命令已超出可识别重复的时间窗口', advice: '请先查看已入账的内容；确实缺少时，作为新命令再次提交。' },
  OUTCOME_UNKNOWN: { title: '存储没有应答，请用同一命令编号重试' },
  STORE_REFUSES: {
    title: '存储拒绝写入',
    advice: '原因见详情：磁盘已满请腾出空间，写入或落盘失败请重启。没有写入任何内容，之后可再次提交。',
  },
  OVERLOADED: { title: '账本积压过多，请稍后再试' },
  STOPPING: { title: '账本正在停止，恢复后请用同一命令编号重试' },
  BEHIND: { title: '读模型未能及时追上该位置', advice: '请稍后再试；进度见「状态」。' },
  UNPARSABLE: { title: '无法按该渠道的报文解析', advice: '请更正异常单中的报文，或放弃该异常单。' },
  SUM_BROKEN: { title: '报文中的金额互相矛盾', advice: '请与渠道核对等式两边的金额，更正报文，或请渠道重新推送。' },
  UNKNOWN_LISTING: {
    title: '有订单行所售的商品在该店铺没有铺货关系',
    advice: '请定义铺货关系，生效时间早于下单时间；然后重试，可按同一原因批量重试。',
  },
  SHOP_MISNAMED: {
    title: '报文没有写明店铺，而随附的店铺名为空、过长或有多个',
    advice: '请附上 1 至 200 个字符的店铺名重新发送，再放弃该异常单；或更正报文，写明店铺。',
  },
  UNKNOWN_SHOP: { title: '该渠道下没有登记这个店铺', advice: '请定义店铺，然后重试。' },
  ORDER_UNKNOWN: { title: '没有这个订单', advice: '请核对订单号。' },
  ORDER_OVER: { title: '订单已取消或已完成', advice: '不能再这样变更；退钱请走售后单。' },
  ORDER_ALREADY_SHIPPED: { title: '订单已有商品发出', advice: '请申请退货，而不是取消。' },
  ORDER_TOO_LARGE: { title: '订单的件数、收款、退款或发货次数超过单个订单的上限', advice: '上限见详情；请拆分订单。' },
  LINE_UNKNOWN: { title: '订单没有这一行', advice: '请使用该订单的行号。' },
  QUANTITY_EXCEEDED: { title: '数量超出剩余件数', advice: '最多可用的件数见详情。' },
  PAYMENT_DIFFERS: { title: '该笔收款已按其他金额入账', advice: '另一笔收款请另用编号；已入账的金额不会更改。' },
  REFUND_EXCEEDS_CAPTURED: { title: '退款合计将超过实收', advice: '最多可退的金额见详情。' },
  REFUND_DIFFERS: { title: '该笔退款已按其他内容入账', advice: '请先撤销该退款，或另用编号申请。' },
  REFUND_UNKNOWN: { title: '没有这笔退款', advice: '请使用详情中列出的编号。' },
  REFUND_CLOSED: { title: '该笔退款已付或已关闭', advice: '请另开售后单。' },
  HOLD_UNKNOWN: { title: '订单并未因此原因挂起', advice: '实际的挂起原因见详情。' },
  AMOUNTS_BROKEN: { title: '金额合计不平', advice: '详情列出了等式和两边金额，请更正。' },
  NOT_DUE: { title: '期限未到或已不适用', advice: '无需处理；到期时会再次检查。' },
  INSUFFICIENT_STOCK: { title: '可售件数不足', advice: '请减少件数，或换一个库存地点。' },
  QUOTA_EXCEEDED: { title: '该渠道的配额已用完', advice: '请提高渠道配额，或换一个库存地点。' },
  RESERVATION_UNKNOWN: { title: '没有这笔未结的预占', advice: '请核对 SKU、地点和预占编号；需先预占。' },
  RESERVATION_CLOSED: { title: '该预占已释放或已出库', advice: '请用新的预占编号重新预占。' },
  RESERVATION_DIFFERS: { title: '该预占已存在，但件数、订单行或时间不同', advice: '请按首次内容重复，或另用编号预占。' },
  DOCUMENT_DIFFERS: { title: '该单据已按其他内容入账', advice: '另一张单据请另用编号；已入账的不会更改。' },
  TRANSFER_UNKNOWN: { title: '没有这笔调拨', advice: '请先在发出地点发出调拨，收货地点会自动得知。' },
  STOCK_BELOW_RESERVED: { title: '变更后的库存将少于已预占的件数', advice: '请先释放预占，或减少件数；盘点和残次不受此限。' },
  SERIAL_NUMBER_ELSEWHERE: { title: '该序列号在别处', advice: '所在之处见详情；请先记录它如何到了这里。' },
  SERIAL_NUMBERS_MISMATCH: { title: '序列号与件数不符', advice: '请为每件商品提供一个属于该 SKU 的序列号。' },
  FULFILMENT_UNKNOWN: { title: '没有这张履约单', advice: '请核对履约单号。' },
  FULFILMENT_STATE: { title: '履约单当前的状态不允许这样做', advice: '进展见详情。' },
  SHIPMENT_UNKNOWN: { title: '该履约单没有这次发货', advice: '请先发出，或使用发出时的发货编号。' },
  AFTER_SALES_UNKNOWN: { title: '没有这张售后单', advice: '请核对编号。' },
  AFTER_SALES_STATE: { title: '售后单当前的状态不允许这样做', advice: '进展见详情。' },
  SKU_UNKNOWN: { title: '没有这个 SKU', advice: '请先定义 SKU。' },
  SKU_KIND_FIXED: { title: '单品不能改为套装，套装也不能改为单品', advice: '请另外定义 SKU。' },
  BUNDLE_OF_BUNDLES: { title: '套装只能由单品组成，不能包含套装', advice: '请直接列出内层套装的单品。' },
  LOCATION_UNKNOWN: { title: '没有这个库存地点', advice: '请按渠道或收银所用的代码定义地点，然后重试。' },
  LISTING_OVERLAPS: { title: '该铺货关系从该时间起已有其他目标', advice: '请让新的铺货关系从另一时间开始。' },
  ACCESS_KEY_UNKNOWN: { title: '没有这个访问密钥', advice: '可用 ledger key list 查看已有的密钥。' },
  PERSON_UNKNOWN: { title: '没有这个人，或其已被遗忘', advice: '已被遗忘者的密文无法恢复。' },
  EXCEPTION_UNKNOWN: { title: '没有这张异常单', advice: '请在异常列表中查看待处理的异常单。' },
  EXCEPTION_CLOSED: { title: '该异常单已处理', advice: '无需处理；处理方式见详情。' },
}

/** Undefined for a code this version of the page does not know. */
export const chineseOf = (code: string): Meaning | undefined => (Object.hasOwn(inChinese, code) ? inChinese[code as ErrorCode] : undefined)
