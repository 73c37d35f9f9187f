/** The two sides of a changed file: beside each other where there is room, else in one column. */
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { languageFor } from '../../components/codemirror/language.ts';
import { codeTheme } from '../../components/codemirror/theme.ts';

interface Props {
  path: string;
  before: string;
  after: string;
  sideBySide: boolean;
}

const COLLAPSE = { margin: 3, minSize: 6 };

export default function DiffViewer({ path, before, after, sideBySide }: Props) {
  const parent = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let dispose: (() => void) | undefined;
    let unmounted = false;
    void languageFor(path).then((language) => {
      if (unmounted || parent.current === null) return;
      const base = (label: string): Extension => [
        lineNumbers(),
        codeTheme,
        language,
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
      ];
      if (sideBySide) {
        const merge = new MergeView({
          parent: parent.current,
          a: { doc: before, extensions: base(`${path}, before`) },
          b: { doc: after, extensions: base(`${path}, after`) },
          collapseUnchanged: COLLAPSE,
        });
        dispose = () => merge.destroy();
      } else {
        const view = new EditorView({
          parent: parent.current,
          doc: after,
          extensions: [
            base(`${path}, changes`),
            unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: COLLAPSE }),
          ],
        });
        dispose = () => view.destroy();
      }
    });
    return () => {
      unmounted = true;
      dispose?.();
    };
  }, [path, before, after, sideBySide]);
  return <div ref={parent} className="min-h-24 overflow-auto [&_.cm-mergeView]:h-full" />;
}
