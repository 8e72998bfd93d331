import { defineError } from '../../platform/kernel/domain-error.js';

export const notClaimed = defineError('CODE.NOT_CLAIMED', 'not-found', {
  zh: '您还没有申领健康码',
  en: 'You have not claimed your health code yet',
});
export const levelTooLow = defineError('CODE.LEVEL_TOO_LOW', 'refused', {
  zh: '请先完成L4级实名认证（人脸识别）',
  en: 'Real-name proofing L4 (face) is needed first',
});
export const unknownArea = defineError('CODE.UNKNOWN_AREA', 'refused', {
  zh: '请选择所在的县（市、区）',
  en: 'Choose the county you are in',
});
export const noSuchDevice = defineError('DEVICE.NOT_FOUND', 'not-found', {
  zh: '没有这台设备',
  en: 'There is no such device',
});
export const tooManyDevices = defineError('DEVICE.TOO_MANY', 'conflict', {
  zh: '最多可在3台设备上展码，请先停用一台',
  en: 'The code shows on three devices at most; revoke one first',
});
export const deviceNeedsSms = defineError('DEVICE.SMS_REQUIRED', 'refused', {
  zh: '新增设备需要短信验证码',
  en: 'A further device needs a code by SMS',
});
export const badDeviceKey = defineError('DEVICE.BAD_KEY', 'malformed', {
  zh: '设备密钥无效',
  en: 'The device key is not a point of P-256',
});
export const otherDeviceKey = defineError('DEVICE.OTHER_KEY', 'conflict', {
  zh: '这台设备已用另一密钥登记',
  en: 'This device is enrolled with another key',
});
export const idTaken = defineError('CODE.ID_TAKEN', 'conflict', {
  zh: '请刷新后重试',
  en: 'This id is in use; take a new one',
});
export const noSuchFeed = defineError('FEED.NOT_FOUND', 'not-found', {
  zh: '没有这个数据来源',
  en: 'There is no such feed',
});
export const noSuchBatch = defineError('BATCH.NOT_FOUND', 'not-found', {
  zh: '没有这次上传',
  en: 'There is no such upload',
});
export const noFile = defineError('FEED.NO_FILE', 'malformed', { zh: '请选择文件', en: 'A file is needed' });
export const fileTooLarge = defineError('FEED.TOO_LARGE', 'too-large', {
  zh: '文件过大，请分成几个文件上传',
  en: 'The file is too large; hand it in in parts',
});
export const wrongHeader = defineError('FEED.HEADER', 'refused', {
  zh: '表头缺少列',
  en: 'The header lacks columns of this feed',
});
export const columnTwice = defineError('FEED.COLUMN_TWICE', 'refused', {
  zh: '表头中有重复的列，请删除或改名后重新上传',
  en: 'The header names a column twice; remove one of them, or call it otherwise',
});
export const otherSeparator = defineError('FEED.SEPARATOR', 'refused', {
  zh: '列与列之间不是英文逗号、分号、竖线或制表符；请另存为“CSV UTF-8（逗号分隔）”后上传',
  en: 'There is no comma, semicolon, bar or tab between the columns; save it as "CSV UTF-8 (comma delimited)" and upload that',
});
export const otherFeed = defineError('FEED.OTHER_FEED', 'refused', {
  zh: '这份文件像是另一数据来源的，请选择该数据来源后上传',
  en: 'This looks like a file of another feed; choose that one and upload it there',
});
export const brokenFile = defineError('FEED.BROKEN_FILE', 'refused', {
  zh: '文件无法读取，请检查该行的引号和分隔符',
  en: 'The file cannot be read from this line on; check quotation marks and separators',
});
export const titleAboveHeader = defineError('FEED.TITLE', 'refused', {
  zh: '表头不在第一行：请删除表头上方的标题行后重新上传',
  en: 'The header is not the first line; remove the title above it and upload the file again',
});
export const longCell = defineError('FEED.LONG_CELL', 'refused', {
  zh: '该单元格内容过长，请缩短或删除该列',
  en: 'This cell is too long; shorten it, or leave the column out',
});
export const workbook = defineError('FEED.WORKBOOK', 'refused', {
  zh: '这是Excel工作簿，不是文本表格；请在Excel中另存为“CSV UTF-8”后上传',
  en: 'This is an Excel workbook, no text table; save it as "CSV UTF-8" and upload that',
});
export const webPage = defineError('FEED.WEB_PAGE', 'refused', {
  zh: '这是网页（HTML），不是文本表格；请用Excel打开并另存为“CSV UTF-8”后上传',
  en: 'This is a web page (HTML), no text table; open it in a spreadsheet, save it as "CSV UTF-8" and upload that',
});
export const picture = defineError('FEED.PICTURE', 'refused', {
  zh: '这是图片，不是CSV；请从业务系统导出表格，另存为“CSV UTF-8”后上传',
  en: 'This is a picture, no CSV; export the table itself and save it as "CSV UTF-8"',
});
export const archive = defineError('FEED.ARCHIVE', 'refused', {
  zh: '这是压缩文件，不是CSV；请解压后上传其中的CSV文件',
  en: 'This is an archive, no CSV; unpack it and upload the CSV file that is in it',
});
export const pdf = defineError('FEED.PDF', 'refused', {
  zh: '这是PDF，不是CSV；请从业务系统导出表格，另存为“CSV UTF-8”后上传',
  en: 'This is a PDF, no CSV; export the table itself and save it as "CSV UTF-8"',
});
export const richText = defineError('FEED.RICH_TEXT', 'refused', {
  zh: '这是RTF文档，不是CSV；请从业务系统导出表格，另存为“CSV UTF-8”后上传',
  en: 'This is an RTF document, no CSV; export the table itself and save it as "CSV UTF-8"',
});
export const json = defineError('FEED.JSON', 'refused', {
  zh: '这是JSON数据，不是CSV；请导出为“CSV UTF-8”后上传',
  en: 'This is JSON, no CSV; export it as "CSV UTF-8" and upload that',
});
export const big5 = defineError('FEED.BIG5', 'refused', {
  zh: '文件为繁体中文编码（Big5），请另存为“CSV UTF-8”后上传',
  en: 'The file is in Big5; save it as "CSV UTF-8" and upload that',
});
export const notText = defineError('FEED.NOT_TEXT', 'refused', {
  zh: '这不是文本文件；请从业务系统导出表格，另存为“CSV UTF-8”后上传',
  en: 'This is no text file; export the table and save it as "CSV UTF-8"',
});
export const utf32 = defineError('FEED.UTF_32', 'refused', {
  zh: '不支持UTF-32编码，请另存为“CSV UTF-8”后上传',
  en: 'The file is in UTF-32; save it as "CSV UTF-8" and upload that',
});
export const mixedEncoding = defineError('FEED.ENCODING', 'refused', {
  zh: '该行的文字编码与文件其余部分不一致，或文件不完整；请另存为“CSV UTF-8”后重新上传',
  en: 'This line is not in the encoding of the rest of the file, or the file is cut off; save it as "CSV UTF-8" and upload it again',
});
export const roundedFile = defineError('FEED.ROUNDED', 'refused', {
  zh: '多个证件号码以000结尾：电子表格只保留15位数字，已将其改写；请将该列设为文本格式后重新导出',
  en: 'Several document numbers end in 000: a spreadsheet, which keeps 15 digits, rounded these; make the column text and export it again',
});
export const secondFile = defineError('FEED.ONE_FILE', 'malformed', {
  zh: '一次只能上传一个文件，未采用任何记录',
  en: 'One file at a time; nothing of this upload was taken',
});
export const emptyFile = defineError('FEED.EMPTY', 'refused', { zh: '文件中没有记录', en: 'The file has no rows' });
/** Of files that were half applied when what is kept of them changed; in the list only. */
export const upgraded = defineError('FEED.UPGRADED', 'malformed', {
  zh: '上传时系统正在升级，请重新上传同一文件；已采用的记录将显示为未变化',
  en: 'The system was upgraded in the middle of this file; send it again, and what was taken already is unchanged',
});

/** Why one row of a feed was not taken; shown per row with its column, where one is to blame. The good ones are kept. */
export const rowProblems = {
  'ROW.COLUMNS': {
    zh: '列数多于表头，单元格可能错位',
    en: 'More columns than the header has: cells may be in the wrong place',
  },
  'ROW.CUT': {
    zh: '文件在此行中间结束（末尾没有换行），此行可能不完整，未采用；请核对，在行末加一个换行后重新上传',
    en: 'The file ends in this row without a line end, and the row may be cut; it was not taken. Check it, end it with a line break and send it again',
  },
  'ROW.LACKS': { zh: '该行在此列之前已结束', en: 'The row ends before this column' },
  'ROW.MISSING': { zh: '此列未填写', en: 'This cell is empty' },
  'ROW.TOO_LONG': {
    zh: '内容过长：编号最多64个字，其他内容最多60个字',
    en: 'Too long: a reference has at most 64 characters, other words 60',
  },
  'ROW.UNPRINTABLE': {
    zh: '含有换行、控制字符或无法显示的字符，请删除后重新填写',
    en: 'There is a line break, a control character or one that cannot be shown in it; type it again',
  },
  'ROW.REFERENCE_DOCUMENT': {
    zh: '编号中含有证件号码；请使用不含证件号码的编号',
    en: 'The reference holds a document number; use one without',
  },
  'ROW.REFERENCE_ROUNDED': {
    zh: '编号被电子表格改写（科学计数如3.5E+17，或第15位以后变为0）；请将该列设为文本格式后重新导出。编号确以000结尾的，请写作="…000"',
    en: 'A spreadsheet rounded the reference (3.5E+17, or zeros behind its 15th digit); make the column text and export it again. One that really ends so is written ="…000"',
  },
  'ROW.REVISION': { zh: '版本号应为正整数', en: 'The revision is not a positive whole number' },
  'ROW.DOCUMENT_TYPE': { zh: '证件类型不存在', en: 'Unknown document type' },
  'ROW.DOCUMENT_FIFTEEN': {
    zh: '15位旧身份证号码已停用，请填写18位号码',
    en: 'Numbers of fifteen digits are no longer in use; give the one of eighteen',
  },
  'ROW.DOCUMENT_MASKED': {
    zh: '证件号码有几位被*遮盖，请填写完整号码',
    en: 'Part of the document number is hidden by asterisks; give all of it',
  },
  'ROW.DOCUMENT_TIMES_SIGN': {
    zh: '证件号码中有乘号“×”，应为字母“X”',
    en: 'There is a times sign (×) in the document number; the letter X is meant',
  },
  'ROW.DOCUMENT_FORMAT': { zh: '证件号码格式不正确', en: 'The document number has the wrong form' },
  'ROW.DOCUMENT_CHECKSUM': { zh: '证件号码校验码不符', en: 'The document number fails its checksum' },
  'ROW.DOCUMENT_BIRTH_DATE': {
    zh: '证件号码中的出生日期不存在',
    en: 'The document number holds an impossible birth date',
  },
  'ROW.DOCUMENT_COUNTRY': {
    zh: '护照签发国家或地区缺失或不存在',
    en: 'The issuing country is missing or does not exist',
  },
  'ROW.DOCUMENT_ROUNDED': {
    zh: '证件号码被电子表格改写（科学计数，或末三位变为000）；请将该列设为文本格式。号码确以000结尾的，请写作="…000"',
    en: 'A spreadsheet rounded the document number (3.5E+17, or 000 at its end); make the column text. One that really ends so is written ="…000"',
  },
  'ROW.AREA': { zh: '区域编码缺失或格式不正确', en: 'The area is missing or has the wrong form' },
  'ROW.DATE': {
    zh: '日期不存在或写法无法识别，请写作2020-02-09',
    en: 'The date does not exist, or is not written like 2020-02-09',
  },
  'ROW.DATE_SERIAL': {
    zh: '日期是电子表格的日期序号（如43870），不是日期；请将该列设为日期格式（如2020-02-09）后重新导出',
    en: "This is a spreadsheet's serial number of a day (43870); give the column a date format (2020-02-09) and export it again",
  },
  'ROW.DATE_FUTURE': { zh: '日期在将来', en: 'The date lies in the future' },
  // Of earlier uploads, whose rows say no more than this.
  'ROW.REFERENCE': {
    zh: '编号缺失、过长或含有证件号码',
    en: 'The reference is missing, too long, or holds a document number',
  },
  'ROW.TEXT': { zh: '内容缺失或过长', en: 'Missing or too long' },
  'ROW.WITHDRAWN': { zh: '撤回标记应为0或1', en: 'The withdrawal mark is neither 0 nor 1' },
  'FEED.REVISION_CONFLICT': {
    zh: '同一编号和版本已有不同内容，原内容保持有效；请先核对编号，确为同一条记录且原内容有误的，再以更高的版本号重新上报',
    en: 'This reference and revision exist already with other content, which stays. Check the reference first; if it is the same record and was wrong, send the row again with a higher revision',
  },
  'FEED.REFERENCE_OF_OTHER': {
    zh: '同一编号属于不同的人，请核对编号（超过15位的编号可能被电子表格改写）；原记录保持有效，此行未采用',
    en: 'The same reference is that of different people; check it (a spreadsheet changes numbers of more than 15 digits). The record that is known stays, this row was not taken',
  },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>;

export type RowProblemCode = keyof typeof rowProblems;

export interface RowProblem {
  readonly code: RowProblemCode;
  /** The column that is to be looked at; absent where it is the row as a whole. */
  readonly column?: string;
}
