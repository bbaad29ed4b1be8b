/** What stands in place of something that isn't there: yet, or because of trouble. */
import { Alert, Button, Loader, Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { ApiError } from './api.ts';

/** What comes within this time needs no word. */
const PATIENCE_MS = 300;

/** Its children, once they have had reason to be there for longer than anybody takes for at once. */
function Late({ children }: { readonly children: ReactNode }) {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return isLate ? children : null;
}

export function Waiting({ what, lines = 4 }: { readonly what: string; readonly lines?: number }) {
  return (
    <Late>
      <Stack gap="sm" role="status" aria-label={`Loading ${what}`}>
        {Array.from({ length: lines }, (_, line) => (
          <Skeleton key={line} h={line === 0 ? 28 : 16} w={line === 0 ? '60%' : '100%'} />
        ))}
      </Stack>
    </Late>
  );
}

/** Shown beside what stands already while something newer comes. */
export function Working({ isWorking, what }: { readonly isWorking: boolean; readonly what: string }) {
  return (
    <span role="status" className="working">
      {isWorking && (
        <Late>
          <Loader size={14} aria-hidden />
          <Text size="xs" c="dimmed" component="span">
            {what}
          </Text>
        </Late>
      )}
    </span>
  );
}

export function Trouble({ error, onAgain }: { readonly error: Error; readonly onAgain?: () => void }) {
  const { mend, status } = error instanceof ApiError ? error : { mend: '', status: 0 };
  const title = status === 401 ? 'This page opens by a link' : error.message;
  return (
    <Alert color="red" variant="light" role="alert" title={title}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{status === 401 ? error.message : mend}</Text>
        {onAgain !== undefined && (
          <Button size="xs" variant="default" onClick={onAgain}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
