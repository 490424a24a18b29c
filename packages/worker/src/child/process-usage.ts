/** What the attempt that runs costs this process. */
import type { FinishedMessage } from '../channel/messages.ts';

/** Reading the memory in use costs as much as a small task, so it is read this often at most. */
const MEMORY_READ_INTERVAL_MS = 100;
const BYTES_PER_MB = 1024 * 1024;
const KIB_PER_MB = 1024;

export class ProcessUsage {
  #cpuMicrosAtStart = 0;
  #maxKibAtStart = 0;
  #memoryMb = 0;
  #memoryReadAt = Number.NEGATIVE_INFINITY;

  begin(): void {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    this.#cpuMicrosAtStart = userCPUTime + systemCPUTime;
    this.#maxKibAtStart = maxRSS;
  }

  end(): Pick<FinishedMessage, 'cpuMs' | 'peakMemoryMb' | 'memoryMb'> {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    this.#readMemory();
    // The system counts the peak of the process; it is the attempt's own if it rose while the attempt ran.
    const peakMb = maxRSS > this.#maxKibAtStart ? maxRSS / KIB_PER_MB : this.#memoryMb;
    return {
      cpuMs: (userCPUTime + systemCPUTime - this.#cpuMicrosAtStart) / 1000,
      peakMemoryMb: Math.ceil(peakMb),
      memoryMb: this.#memoryMb,
    };
  }

  #readMemory(): void {
    const at = performance.now();
    if (at - this.#memoryReadAt < MEMORY_READ_INTERVAL_MS) return;
    this.#memoryReadAt = at;
    this.#memoryMb = Math.ceil(process.memoryUsage.rss() / BYTES_PER_MB);
  }
}
