import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ListState } from './use-list-search.ts';

const QUIET_MS = 200;

interface SearchBoxProps {
  readonly list: ListState;
  readonly label: string;
  /** The filter that it sets. @default 'q' */
  readonly name?: string;
  readonly width?: number;
}

/** A filter that is typed. It is sought once the typing pauses. */
export function SearchBox({ list, label, name = 'q', width = 260 }: SearchBoxProps) {
  const inForce = list.search[name] ?? '';
  const [text, setText] = useState(inForce);
  const seek = useDebouncedCallback((value: string) => list.filter({ [name]: value || undefined }), QUIET_MS);
  useEffect(() => setText(inForce), [inForce]);
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<Search size={14} />}
      value={text}
      w={width}
      maw="100%"
      onChange={(event) => {
        setText(event.currentTarget.value);
        seek(event.currentTarget.value);
      }}
    />
  );
}
