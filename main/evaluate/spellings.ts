/** British → American spelling, by stems that differ in a regular way; words not listed stay as they are. */

/** …our → …or, also before endings (colourful, neighbours). */
const our =
  'arbour ardour armour behaviour candour clamour clangour colour demeanour endeavour favour fervour flavour glamour harbour honour humour labour neighbour odour parlour rancour rigour rumour saviour savour splendour tumour valour vapour vigour';
/** …re → …er. */
const re =
  'centre theatre fibre litre metre kilometre centimetre millimetre sombre spectre calibre lustre sabre meagre';
/** …ise → …ize, with its endings: only verbs whose American form has a z. */
const ise =
  'apologise authorise capitalise categorise centralise characterise civilise colonise criticise customise emphasise equalise finalise generalise harmonise hospitalise idolise immunise industrialise initialise italicise itemise legalise localise materialise maximise mechanise memorise minimise mobilise modernise monopolise naturalise neutralise normalise optimise organise popularise prioritise publicise realise recognise reorganise revolutionise scrutinise socialise specialise stabilise standardise sterilise summarise symbolise sympathise terrorise utilise vandalise visualise';
/** …ll… → …l… before an ending. */
const doubled =
  'cancel channel counsel dial equal fuel label level marvel model panel quarrel rival shovel signal snorkel spiral travel tunnel';

const whole = new Map(
  Object.entries({
    aeroplane: 'airplane',
    aluminium: 'aluminum',
    analyse: 'analyze',
    analysed: 'analyzed',
    analysing: 'analyzing',
    catalogue: 'catalog',
    catalogues: 'catalogs',
    cheque: 'check',
    cheques: 'checks',
    cosy: 'cozy',
    defence: 'defense',
    dialogue: 'dialog',
    doughnut: 'donut',
    doughnuts: 'donuts',
    draught: 'draft',
    draughts: 'drafts',
    encyclopaedia: 'encyclopedia',
    enrol: 'enroll',
    fulfil: 'fulfill',
    greyish: 'grayish',
    grey: 'gray',
    greys: 'grays',
    jewellery: 'jewelry',
    judgement: 'judgment',
    kerb: 'curb',
    licence: 'license',
    manoeuvre: 'maneuver',
    manoeuvres: 'maneuvers',
    mould: 'mold',
    mouldy: 'moldy',
    moustache: 'mustache',
    moustaches: 'mustaches',
    mum: 'mom',
    offence: 'offense',
    paralyse: 'paralyze',
    paralysed: 'paralyzed',
    plough: 'plow',
    ploughed: 'plowed',
    practise: 'practice',
    practised: 'practiced',
    practising: 'practicing',
    pretence: 'pretense',
    programme: 'program',
    programmes: 'programs',
    pyjamas: 'pajamas',
    sceptical: 'skeptical',
    skilful: 'skillful',
    smoulder: 'smolder',
    storey: 'story',
    storeys: 'stories',
    sulphur: 'sulfur',
    towards: 'toward',
    tyre: 'tire',
    tyres: 'tires',
    wilful: 'willful',
    woollen: 'woolen',
    yoghurt: 'yogurt',
  }),
);

const rules: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`^(un|dis|mis|re|multi)?(${stems(our, 3)})our(?=$|[a-z])`), '$1$2or'],
  [new RegExp(`^(amphi)?(${stems(re, 2)})re(s?)$`), '$1$2er$3'],
  [new RegExp(`^(un|dis|de)?(${stems(ise, 3)})is(e|es|ed|er|ers|ing|ation|ations)$`), '$1$2iz$3'],
  [new RegExp(`^(${doubled.split(' ').join('|')})l(ed|er|ers|ing|ings|ous)$`), '$1$2'],
];

/** `word` (lower case) as it is spelled in America. */
export function americanSpelling(word: string): string {
  const known = whole.get(word);
  if (known !== undefined) return known;
  for (const [pattern, replacement] of rules) {
    if (pattern.test(word)) return word.replace(pattern, replacement);
  }
  return word;
}

function stems(list: string, ending: number): string {
  return list
    .split(' ')
    .map((word) => word.slice(0, -ending))
    .join('|');
}
