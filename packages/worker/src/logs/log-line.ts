export {
  type AttemptRef,
  LOG_LEVELS,
  LOG_STREAMS,
  type LogLevel,
  type LogLine,
  type LogStream,
} from '@tradewind/model';
