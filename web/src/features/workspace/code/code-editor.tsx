/** CodeMirror as a component. One editor for each open path; its undo history goes with it. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { Compartment, EditorState } from '@codemirror/state';
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
} from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { languageFor } from '../../../components/codemirror/language.ts';
import { codeTheme } from '../../../components/codemirror/theme.ts';

export interface CodeEditorHandle {
  /** Puts the cursor at the start of a 1-based line and brings it into view. */
  goToLine(line: number): void;
}

const EDITING = [
  lineNumbers(),
  foldGutter(),
  highlightSpecialChars(),
  history(),
  drawSelection(),
  dropCursor(),
  rectangularSelection(),
  indentOnInput(),
  indentUnit.of('  '),
  bracketMatching(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  // Tab indents; Escape first, then Tab, leaves the editor (WCAG 2.1.2), as CodeMirror's manual describes.
  keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap, indentWithTab]),
];

interface Props {
  path: string;
  /** The text to show. What the person types comes back by `onChange`; another text replaces the editor's. */
  text: string;
  readOnly: boolean;
  onChange: (text: string) => void;
  ref?: Ref<CodeEditorHandle>;
}

export default function CodeEditor({ path, text, readOnly, onChange, ref }: Props) {
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef({ text, onChange });
  latest.current = { text, onChange };

  useEffect(() => {
    if (parent.current === null) return;
    const language = new Compartment();
    let disposed = false;
    const editor = new EditorView({
      parent: parent.current,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: [
          EDITING,
          codeTheme,
          language.of([]),
          EditorState.readOnly.of(readOnly),
          EditorView.editable.of(!readOnly),
          EditorView.contentAttributes.of({
            'aria-label': `${path}, ${readOnly ? 'read only' : 'editor'}`,
            tabindex: '0',
          }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    void languageFor(path).then((extension) => {
      if (!disposed) editor.dispatch({ effects: language.reconfigure(extension) });
    });
    return () => {
      disposed = true;
      view.current = null;
      editor.destroy();
    };
  }, [path, readOnly]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);

  useImperativeHandle(
    ref,
    () => ({
      goToLine(line) {
        const editor = view.current;
        if (editor === null) return;
        const { from } = editor.state.doc.line(Math.min(Math.max(line, 1), editor.state.doc.lines));
        editor.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
        editor.focus();
      },
    }),
    [],
  );

  return <div ref={parent} className="h-full min-h-0 overflow-hidden" />;
}
