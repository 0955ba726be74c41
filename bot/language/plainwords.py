"""Ordinary words: those that say nothing about a job, and those that no misspelling of the vocabulary is.

`TALK` is what a question is made of; a reading does not list it among the words that it did not use.
"""

from __future__ import annotations

HARMLESS_AFTER_NOT = frozenset(
    "sure certain know idea understand remember mind care matter urgent only just yet really necessarily rush hurry"
    " problem worries bad too that very much more less fewer later than sooner enough doubt"
    " wait forget hesitate".split()
)
TALK = frozenset(
    "more fewer back got new gimme gonna wanna ive hey hiya bot hola bonjour svp bitte brauche necesito combien"
    " sur ich"
    " generate generates generating produces producing planning plan preparing doing launching uses asks gives said"
    " models average usually existing replace sum mix split evenly others otherwise whatever doable throw odd off"
    " said wondering thinking wonder asking assume assuming suppose figure whats hows theres heres thats".split()
)
STOP_WORDS = frozenset(
    "a an the is are be was were we i it you they he she need needs needed want wants make makes making will would"
    " can could do does did have has had our my your their its his her that which who what how if when to into out"
    " if because so just still please pls should must may might run get costs us me them there here am been being"
    " as while since than until per each say says come comes total totalling ready going go left now then next"
    " coming following".split()
)

PLAIN = frozenset(
    "actual composed composer records recorder recorders registered registers registering recording recordings"
    " photographed illustrated"
    " pictured imaged carries carry carried carrier"
    " aware wise side tail talk call fall hall wall ball mind mint mine mild weak seek were wear year near them then"
    " they this that these those there their here where when what which while will well welcome wedding light right"
    " night sight might fight eight height weight thigh sigh higher lower slower flow slow blow glow know show shows"
    " shown sale sales sell same some come home gone done none nine mail male make makes made maker take taken taking"
    " bake cake lake wake sake like bike hike life wife live lived lives love move role rule ruled roll hole"
    " whole hour"
    " four pour your our post posted lost host cost most must dust just trust test text next best rest west list last"
    " past fast cast east each reach teach beach coach couch touch much such rich than thank think thing things bring"
    " spring string strong wrong along among long song sing king wing ring kind find fine line link pink sink drink"
    " blank plank planes plate place placed space race face case base basic phase phrase please pleased release boss"
    " autumn launch lunch branch brand grand stand hand band land sand send spend spent tent rent went sent cent"
    " center centre enter after later water paper pages paged cages stage image imagine engine manage manager message"
    " passage package packed pictured mixture texture feature future nature mature creature critical team teams steam"
    " stream dream cream ready really real deal meal heal heap cheap cheat treat great break bread read lead"
    " head dead"
    " word world work worked walk would could should shall summer winter october marketing finance financial market"
    " design designs designed signer assign agree agreed three tree free from form forms formal normal format forma"
    " formula former farmer firm film file files fill filled full pull push rush wash cash dash date data rate late"
    " gate hate state estate stay play plan plans planned plant planet paint point print prior price prize"
    " pride bride"
    " bridge fridge ridge edge hedge judge budge nudge large larger charge charged change chance dance glance balance"
    " sentence science since mince prince principle print printed sprint again against begin being seeing been seen"
    " seem seems need needs needed feed feel feet meet meets meat seat heat beat boat goat coat road load loads board"
    " broad abroad aboard about above almost also always another answer any anyone anything around because before"
    " below between beyond both bring build built buy can cannot cat case children child class clean clear"
    " close cloth"
    " cold cool corner country course cover cross crowd current customer dark day deep desk door down draw"
    " drawn dress"
    " drive drop early earth easy eat eggs else end ends enough even evening ever every example expect expected extra"
    " eyes family far farm favour field figure first fish five floor flower fold follow food foot force found frame"
    " fresh friend friends front fruit game garden gave give given glass gold good green group grow guess hair half"
    " happy hard have having hear heart held hello help high hold hope horse hotel house however human hundred idea"
    " inch inside into island item keep kept kitchen know lady language latest laugh leave left legal less letter"
    " level library limit little local look looks looking lot lots main matter maybe mean means measure member memory"
    " middle mile milk million minute miss model modern moment money month morning mother mountain mouth music name"
    " names narrow natural need never news nothing notice now number object ocean office often once only open order"
    " other over own page pair part parts party people per person phone photo pick piece plain play plenty point pool"
    " poor possible power present press pretty process product products project proof provide public purpose put"
    " question quick quickly quiet quite rain raise ran range rather reach reason record red remember repeat report"
    " require rise river rock room round safe sail save saw say school sea second section see self sense"
    " separate serve"
    " service set seven several shape sharp shoe shoes shop short shot side sign silver similar simple single sister"
    " site six size skin sky sleep small smart smile smooth snow social soft soil solid solve soon sort sound source"
    " speak special speed spot square staff standard star stars start started step still stone stop store story"
    " straight strange street student study stuff style subject sudden sugar suggest suit sun sunset sure"
    " surface swim"
    " system table tea tell ten term thin third thought thousand through time tiny today together told tomorrow tone"
    " tonight took tool top total town track trade train travel trip true try turn twice two type under understand"
    " unit until upon use used user usual value very view village visit voice wait want wanted war warm watch"
    " wave way"
    " weather web week wheel white who wide wild wind window wine wish with within without woman women wonder wood"
    " write written yellow yes yesterday yet young slack token team's pizza corgi hotel lisbon pixels mixed fixed"
    " sized prized priced posters poster picks picked bricks tricks trips tribe titles title tiles till bill billed"
    " pill pile piles mille drafts craft crafts raft grafts shift lift gift left loft soft deft"
    " photographer photographers photography illustrator illustrators".split()
)
