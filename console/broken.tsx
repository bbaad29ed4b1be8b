/** In place of the page, where something on it can't be drawn: what a person can do, and never how the program is made. */
import { Alert, Button, Group, Text } from '@mantine/core';

export function Broken() {
  return (
    <main className="lone">
      <Alert color="red" variant="light" role="alert" title="The page can’t show this">
        <Text size="sm" mb="sm">
          It may be older than the server: load it again. If that doesn’t help, begin anew, without the question in the
          address.
        </Text>
        <Group gap="sm">
          <Button size="xs" variant="default" onClick={() => location.reload()}>
            Load again
          </Button>
          <Button size="xs" variant="default" onClick={() => location.assign('/')}>
            Begin anew
          </Button>
        </Group>
      </Alert>
    </main>
  );
}
