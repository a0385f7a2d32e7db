/** What the simulator wants to be shown besides its token (`SIMULATOR_TOKEN`). No secret. */

/** bagsBH 现场考勤系统提供商登记编号: in the wild the vendor's own credit code. This one belongs to nobody. */
export const SIMULATOR_BAGSBH = '91320581MA0000007W'
