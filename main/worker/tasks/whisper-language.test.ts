import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hearLanguages } from './whisper-language.ts';

const look = (languages: Record<string, number>) => ({
  languages: new Map(Object.entries(languages)),
  noSpeech: 0,
});

test('the first stretch is in the language that it sounds like', () => {
  assert.equal(hearLanguages().choose(look({ en: 0.4, pt: 0.6 })), 'pt');
});

test('a stretch that might be either is in the language spoken before', () => {
  const heard = hearLanguages();
  heard.note('en', 30);
  assert.equal(heard.choose(look({ en: 0.3, pt: 0.7 })), 'en');
});

test('a speaker may change to another language', () => {
  const heard = hearLanguages();
  heard.note('en', 300);
  assert.equal(heard.choose(look({ en: 0.01, pt: 0.99 })), 'pt');
});

test('a recording is in the language spoken longest, and in none where nobody spoke', () => {
  const heard = hearLanguages();
  assert.equal(heard.most(), null);
  heard.note('en', 3);
  heard.note('pt', 4);
  heard.note('en', 2);
  assert.equal(heard.most(), 'en');
});

test('a model of one language is not asked', () => {
  assert.equal(hearLanguages().choose(look({})), null);
});
