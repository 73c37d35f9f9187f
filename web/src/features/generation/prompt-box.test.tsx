import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { PROMPT_MAX } from '../../../../shared/contracts/generate.ts';
import { EXAMPLES } from './examples.ts';
import { PromptBox, promptProblem } from './prompt-box.tsx';

interface Options {
  initial?: string;
  busy?: boolean;
}

function Harness({ initial = '', busy = false, onSubmit }: Options & { onSubmit: (prompt: string) => void }) {
  const [text, setText] = useState(initial);
  return (
    <PromptBox
      label="Describe the app"
      value={text}
      onChange={setText}
      onSubmit={onSubmit}
      busy={busy}
      examples
      note="3 generations left today"
    />
  );
}

function renderBox(options: Options = {}) {
  const sent: string[] = [];
  render(<Harness {...options} onSubmit={(prompt) => sent.push(prompt)} />);
  return { sent, box: screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Describe the app' }) };
}

describe('PromptBox', () => {
  it('sends what was typed with Ctrl + Enter and with the button', async () => {
    const user = userEvent.setup();
    const { sent, box } = renderBox();
    await user.type(box, 'A shop');
    await user.keyboard('{Enter}');
    expect(sent).toEqual([]);
    await user.keyboard('{Backspace}{Control>}{Enter}{/Control}');
    await user.click(screen.getByRole('button', { name: 'Build it' }));
    expect(sent).toEqual(['A shop', 'A shop']);
  });

  it('sends nothing that is empty, white space or without a word', async () => {
    const user = userEvent.setup();
    const { sent, box } = renderBox();
    await user.click(screen.getByRole('button', { name: 'Build it' }));
    await user.type(box, '  ');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await user.type(box, '!?');
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(sent).toEqual([]);
    expect(screen.getByText(/in a few words/)).toBeTruthy();
  });

  it('takes no second press while it is busy', async () => {
    const user = userEvent.setup();
    const { sent, box } = renderBox({ initial: 'A shop', busy: true });
    await user.click(screen.getByRole('button', { name: 'Build it' }));
    box.focus();
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(sent).toEqual([]);
    expect(box.value).toBe('A shop');
  });

  it('fills the box from an example and puts the cursor there', async () => {
    const user = userEvent.setup();
    const { sent, box } = renderBox();
    const example = EXAMPLES[0];
    await user.click(screen.getByRole('button', { name: example?.title ?? '' }));
    expect(box.value).toBe(example?.prompt);
    expect(document.activeElement).toBe(box);
    expect(sent).toEqual([]);
  });

  it('counts near the limit and says by how much it is passed', () => {
    renderBox({ initial: 'a'.repeat(PROMPT_MAX - 10) });
    expect(screen.getByText('9,990 of 10,000 characters')).toBeTruthy();
    cleanup();
    const { box } = renderBox({ initial: 'a'.repeat(PROMPT_MAX + 3) });
    expect(screen.getByText('3 characters too long.')).toBeTruthy();
    expect(box.getAttribute('aria-invalid')).toBe('true');
  });

  it('keeps the quota in sight before that', () => {
    renderBox({ initial: 'A shop' });
    expect(screen.getByText('3 generations left today')).toBeTruthy();
  });
});

describe('promptProblem', () => {
  it('takes markup and other languages as text, and refuses what is not text', () => {
    expect(promptProblem('<script>alert(1)</script>')).toBeUndefined();
    expect(promptProblem('レシピ帳')).toBeUndefined();
    expect(promptProblem('a\u0000b')).toMatch(/not text/);
  });
});
