import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';

interface ChangeOptions<Input, Answer> {
  readonly send: (input: Input) => Promise<Answer>;
  /** The first parts of the keys of the queries that it makes stale. */
  readonly touches: readonly string[];
  /** What has been done, for the toast. */
  readonly says: (input: Input) => string;
}

/** A change that says so when it is done. What went wrong is shown by who asked for it. */
export function useChange<Input, Answer>({ send, touches, says }: ChangeOptions<Input, Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: async (_, input) => {
      notifications.show({ message: says(input), color: 'green', withBorder: true });
      await Promise.all(touches.map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  });
}
