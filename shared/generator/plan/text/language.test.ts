import { describe, expect, it } from 'vitest';
import { compileApp } from '../../compile.ts';
import { planApp } from '../../plan.ts';
import { languageNote } from './language.ts';

describe('a request in another language', () => {
  it.each([
    ['Eine App für meine Rezepte mit Titel, Zutaten und Dauer', 'de', 'auf Englisch'],
    ['Une application pour gérer mes plantes avec nom, espèce et date', 'fr', 'en anglais'],
    ['Quiero una aplicación para mis gastos con concepto, importe y fecha', 'es', 'en inglés'],
    ['我想要一个记录书籍的网站，包括书名、作者', 'zh', '英文'],
  ])('%s', (prompt, language, said) => {
    const spec = planApp(prompt);
    expect(spec.language).toBe(language);
    expect(spec.notes.some((note) => note.includes(said))).toBe(true);
    expect(compileApp(spec)['index.html']).toContain(`<html lang="${language}">`);
  });

  it('says nothing where all is English, and says it in English where the language is not among those known', () => {
    expect(languageNote('en')).toBeNull();
    expect(languageNote('el')).toMatch(/in English/);
  });
});
