/** The word lists of `choose-features.ts`, the same as the chooser was trained with (models/summarizer/features.py). */

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

export const stopWords = set(
  "a about after again all also am an and any are aren't as at be because been before being both but by can can't cannot could couldn't did didn't do does doesn't doing don't down each even few for from further get gets getting give go goes going gonna got had has hasn't have haven't having he he's her here here's hers herself him himself his how i i'd i'll i'm i've if in into is isn't it it'll it's its itself just kind know let let's like lot made make makes many maybe me mean might more most much must my myself no nor not now of off oh ok okay on once one only or other our ours ourselves out over own really right said same say see shall she she's should so some something sort still such take than that that'll that's the their theirs them themselves then there there's these they they'd they'll they're they've thing things think this those though through to too under until up us very wanna want was wasn't way we we'd we'll we're we've well were weren't what what's when where whether which while who whom why will with within without won't would wouldn't yeah yep yes yet you you'd you'll you're you've your yours yourself",
);
export const backchannels = set(
  'ah alright aye cool er erm hmm huh mhm mm nope oh ok okay right sure uh um yeah yep yes',
);
export const pronouns = set(
  "he her him his i it it's its she that that's their them these they they're this those",
);
export const connectives = set('and because but for however moreover nor or so then therefore thus yet');
export const we = set("our us we we'd we'll we're we've");
export const self = set("i i'd i'll i'm i've me my");
export const you = set("you you'd you'll you're you've your");
export const claims = set(
  'achieve achieves achieving analyze approach approaches demonstrate demonstrates develop evaluate experiments find framework improve improves introduce introduces investigate method methods model novel outperform outperforms paper present presents propose proposed proposes prove provide provides result results show shows state-of-the-art study task work',
);
export const plans = set(
  'agree agreed conclude conclusion decide decided decision ensure hope important need needs plan proposed recommend should suggest suggested suggestion support will would',
);
export const reasons = set(
  'although because cause concern difficult due expensive issue issues problem problems reason reasons since therefore thus why',
);
