/** An account's name or id, or a customer's e-mail address. Names are offered while somebody types. */
import { Combobox, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { namesQuery } from '../queries.ts';

type Props = {
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (value: string) => void;
  /** An account of the list, by its id. */
  readonly onChoose: (account: string) => void;
};

const TYPING_MS = 150;

export function CustomerField({ value, error, onChange, onChoose }: Props) {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [typed] = useDebouncedValue(value, TYPING_MS);
  const { data: found = [] } = useQuery(namesQuery(typed));
  const offered = value.trim().length < 2 || value.includes('@') ? [] : found;
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(account) => {
        combobox.closeDropdown();
        onChoose(account);
      }}
    >
      <Combobox.Target>
        <TextInput
          className="customer"
          label="Customer"
          placeholder="Account name, id or e-mail address"
          size="md"
          autoComplete="off"
          spellCheck={false}
          value={value}
          error={error}
          onChange={({ currentTarget }) => {
            onChange(currentTarget.value);
            combobox.openDropdown();
            combobox.resetSelectedOption();
          }}
          // What is written is asked, unless an account of the list is chosen; either way the list has done its work.
          onKeyDown={({ key }) => {
            if (key === 'Enter' && combobox.getSelectedOptionIndex() === -1) combobox.closeDropdown();
          }}
          onFocus={({ currentTarget }) => currentTarget.select()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={offered.length === 0}>
        <Combobox.Options aria-label="Accounts">
          {offered.map(({ account, name, group }) => (
            <Combobox.Option key={account} value={account}>
              <Text size="sm" fw={550}>
                {name}
              </Text>
              <Text size="xs" c="dimmed">
                {[group, account].filter((part) => part !== null).join(' · ')}
              </Text>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
