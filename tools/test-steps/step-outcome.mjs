/**
 * What a step of `npm test` came to: counts of what it checked, and a sentence where there is something to say.
 * A step that is one check counts as one.
 *
 * @typedef {{ readonly passed: number, readonly failed: number, readonly skipped: number, readonly remark?: string }} StepOutcome
 */

/** @returns {StepOutcome} */
export const passed = () => ({ passed: 1, failed: 0, skipped: 0 });

/**
 * @param {string} [remark]
 * @returns {StepOutcome}
 */
export const failed = (remark) => ({ passed: 0, failed: 1, skipped: 0, ...(remark === undefined ? {} : { remark }) });

/**
 * @param {string} remark
 * @returns {StepOutcome}
 */
export const skipped = (remark) => ({ passed: 0, failed: 0, skipped: 1, remark });
