/** How deep a value may be nested. Far beyond what people build, and safe for the call stack of encoder and decoder. */
export const DEEPEST = 1000;

/** The key of an object that stands for something JSON lacks. */
export const TAG = '$type';
