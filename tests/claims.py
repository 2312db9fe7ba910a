"""Seventeen claims of popular running advice: what is never said of each, and what is said in its place.

A table for `test_honest_wording` and for a clinician to read; it knows nothing of how texts are found.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """Where an honest wording stands: kind of content, id or slug, field, and the words it must hold."""

    kind: str
    name: str
    field: str
    words: str


@dataclass(frozen=True)
class Claim:
    """`never` pairs each forbidden pattern with a sentence that it must refuse."""

    subject: str
    never: tuple[tuple[str, str], ...]
    say: tuple[Said, ...]


CLAIMS = (
    Claim(
        "step rate",
        never=(
            (r"\b170\b\D{0,6}\b180\b", "Aim for 170 to 180."),
            (r"\b1[5-9]\d steps (a|per|each|every) minute", "Run at 180 steps a minute."),
            (r"\b(ideal|right|best|perfect) (cadence|step rate)", "The best step rate is 178."),
        ),
        say=(
            Said("advice", "adv-cadence", "plain", "5 to 10 more in every 100"),
            Said("advice", "adv-cadence", "plain", "no magic number"),
            Said("exercises", "cadence-run", "common_mistakes", "There is no magic number"),
        ),
    ),
    Claim(
        "how the foot lands",
        never=(
            (r"\bland\w*( \w+)? (on|with) (the |your |a )?(mid-?foot|forefoot|middle of)", "Land on your midfoot."),
            (
                r"(?<!not need to )\b(change|switch|move) (from heel )?to (a )?(mid-?foot|forefoot)",
                "Switch to a midfoot landing.",
            ),
            (r"\bheel[- ]strik\w*", "Heel striking sends more force up your leg."),
        ),
        say=(Said("advice", "adv-foot-strike", "plain", "You do not need to change from heel to midfoot"),),
    ),
    Claim(
        "stride length",
        never=(
            (r"\boverstrid\w*", "Overstriding harms your knee."),
            (r"\b(must|have to|need to) (shorten|take shorter)", "You must shorten your stride."),
            (r"\bshort\w* (steps?|strides?)\b[^.]*\b(prevent|cure|fix)", "Shorter steps prevent knee pain."),
        ),
        say=(Said("advice", "adv-shorter-stride", "plain", "Try slightly shorter, quicker steps"),),
    ),
    Claim(
        "foam rolling",
        never=(
            (
                r"(?<!not )\b(release|stretch|lengthen|loosen)(e?s|ing)? (out )?(the|your) (IT|iliotibial) band",
                "Rolling releases the IT band.",
            ),
            (
                r"\b(improve|correct|fix|restore)(e?s|ing)? (your |the )?(knee )?(alignment|line-up)",
                "Rolling improves knee alignment.",
            ),
            (r"\broll\w*\b[^.]*\b(break|breaks|breaking) (up|down)\b", "Rolling breaks up scar tissue."),
        ),
        say=(
            Said("advice", "adv-foam-roll", "plain", "for a short time"),
            Said("advice", "adv-foam-roll", "plain", "does not stretch the IT band or change how your knee lines up"),
            Said("exercises", "foam-roll-outer-thigh", "why", "does not stretch the IT band"),
            Said("exercises", "outer-hip-stretch", "why", "IT band itself hardly changes length"),
        ),
    ),
    Claim(
        "what hurts in IT band pain",
        never=(
            (r"\b(tight|inflamed|irritated|short) (IT|iliotibial) band\b", "You have a tight IT band."),
            (r"\bIT band (is|gets|becomes|has become) (too )?(tight|inflamed|short)", "The IT band gets inflamed."),
            (
                r"\bband\b[^.]*\b(rub|flick|friction)|\b(rub|flick|friction)\w*\b[^.]*\bband\b",
                "The band rubs over the bone.",
            ),
        ),
        say=(Said("conditions", "itb-syndrome", "summary_plain", "presses on the soft tissue"),),
    ),
    Claim(
        "weak hips as the cause",
        never=(
            (
                r"\bweak\w*\b[^.]*\b(hip|glute|bottom|buttock)s?\b[^.]*\b(cause|causing|why|reason|behind|leads? to)",
                "Your weak hip caused this.",
            ),
            (
                r"\b(because|due to|caused by|comes? from)\b[^.]*\bweak\w* (hip|glute|bottom|buttock)",
                "It comes from weak hips.",
            ),
        ),
        say=(
            Said("advice", "adv-activate-glutes", "plain", "Your hip muscles help to steady your knee"),
            Said("advice", "adv-activate-glutes", "title", "Work your hips"),
        ),
    ),
    Claim(
        "the ten per cent rule",
        never=(
            (r"\b10% rule\b", "Follow the 10% rule."),
            (
                r"\b(never|not|only)\b[^.]*\b(10%|10 in (every )?100|a tenth)[^.]*\b(a|each|every|per) week",
                "Never add more than 10% a week.",
            ),
        ),
        say=(
            Said("advice", "adv-ten-percent", "plain", "rule of thumb, not a law"),
            Said("advice", "adv-ten-percent", "plain", "your longest run of the last 30 days"),
            Said("advice", "adv-ten-percent", "plain", "no more than a tenth longer"),
        ),
    ),
    Claim(
        "when to change shoes",
        never=(
            (
                r"\b(replace|change|swap)\b[^.]*\bshoes?\b[^.]*\b(every|after|by) [^.]*\d{3}",
                "Replace your shoes after 300 to 500 miles.",
            ),
            (r"\b(old|worn)\b[^.]*\bshoes?\b[^.]*\b(cause|injure|harm|damage)", "Worn shoes cause knee pain."),
        ),
        say=(
            Said("advice", "adv-replace-shoes", "plain", "rough guide"),
            Said(
                "advice", "adv-replace-shoes", "plain", "worn, the foam feels flat or the shoe stops being comfortable"
            ),
        ),
    ),
    Claim(
        "flat feet",
        never=(
            (r"\b(over)?pronat\w*", "Overpronation strains the knee."),
            (
                r"\b(flat feet|flat arches|rolling in)\b[^.]*\b(strain|cause|harm|overload|injur|hurt)",
                "Flat feet strain your knee.",
            ),
            (
                r"\b(gait|running) (analysis|check)\b[^.]*\b(find|show|tell)s?\b[^.]*\bcause",
                "A gait analysis finds the cause.",
            ),
        ),
        say=(
            Said("advice", "adv-gait-analysis", "plain", "not a fault"),
            Said("advice", "adv-gait-analysis", "plain", "cannot tell you exactly why you are hurt"),
        ),
    ),
    Claim(
        "insoles",
        never=(
            (r"\b(insoles?|orthotics?)\b[^.]*\b(correct|align|realign|fix)", "Insoles correct how your foot works."),
            (r"(?<!not )(?<!not usually )\bneed (custom|bespoke|made-to-measure)", "You need custom insoles."),
            (r"\b(custom|bespoke|made-to-measure)\b[^.]*\b(better|best|improve)", "Bespoke insoles work best."),
            (r"\bwe (make|sell|offer|fit)\b[^.]*\b(insole|orthotic)", "We make insoles to fit you."),
        ),
        say=(
            Said("advice", "adv-orthotics", "plain", "Ready-made insoles can ease kneecap pain"),
            Said("advice", "adv-orthotics", "plain", "in some people"),
            Said("advice", "adv-orthotics", "plain", "do not usually need custom ones"),
        ),
    ),
    Claim(
        "soft ground",
        never=(
            (
                r"\bsoft\w* (ground|surface|terrain)s?\b(?![^.]*\bnot\b)[^.]*\b(safe|protect|cut|reduce|less|lower)",
                "Softer ground cuts the impact on your knees.",
            ),
            (
                r"\b(hard (ground|surface|road)s?|concrete|tarmac)\b[^.]*\b(harm|damage|ruin|wear|jar)",
                "Hard roads damage your knees.",
            ),
        ),
        say=(
            Said("advice", "adv-surfaces", "plain", "Soft ground is not always safer"),
            Said("advice", "adv-surfaces", "plain", "Run on flat, even ground while you heal"),
        ),
    ),
    Claim(
        "how the kneecap moves",
        never=(
            (
                r"\b(kneecap|patella)\b[^.]*\b(mal)?track(s|ing)?\b|\btrack(s|ing)?\b[^.]*\b(kneecap|patella)\b",
                "Your kneecap does not track properly.",
            ),
            (r"\bkneecap\b[^.]*\b(out of line|misaligned|off cent)", "Your kneecap is out of line."),
            (r"\b(irritat|damag|rub|wear)\w* (away )?(the |your )?cartilage", "It irritates the cartilage behind it."),
        ),
        say=(
            Said("conditions", "patellofemoral-pain", "summary_plain", "asked to do more than it is ready for"),
            Said("conditions", "patellofemoral-pain", "summary_plain", "not usually a sign of damage"),
        ),
    ),
    Claim(
        "the sore tendon",
        never=(
            (r"\btend[io]nitis\b", "You have tendinitis."),
            (r"\binflam\w*\b[^.]*\btendon|\btendon\b[^.]*\binflam", "The tendon is inflamed."),
        ),
        say=(
            Said("conditions", "patellar-tendinopathy", "summary_plain", "is sore"),
            Said(
                "conditions", "patellar-tendinopathy", "summary_plain", "load on it went up faster than it could adapt"
            ),
        ),
    ),
    Claim(
        "arthritis",
        never=(
            (r"\bwear[- ]and[- ]tear\b", "Arthritis is wear and tear."),
            (
                r"\b(joint|cartilage|knee)s?\b[^.]*\b(is|are|has|have) (been )?worn|\bbone on bone\b",
                "Your cartilage has worn away.",
            ),
            (r"(?<!not )\bwear(s|ing)? (out|away|down)\b", "Running wears out your knees."),
            (r"\blubricat", "The joint is poorly lubricated."),
            (r"\bimbalance", "A muscle imbalance stresses the joint."),
        ),
        say=(
            Said("conditions", "knee-osteoarthritis", "summary_plain", "have changed over time"),
            Said("conditions", "knee-osteoarthritis", "summary_plain", "safe for most people"),
            Said("advice", "adv-oa-movement", "plain", "It will not wear out your knee"),
        ),
    ),
    Claim(
        "warming up and stretching",
        never=(
            (
                r"\b(hold|do|try)\b[^.]*\bstretch\w*\b[^.]*\bbefore\b|\bstretch (well |first )?before\b",
                "Hold each stretch for a minute before you run.",
            ),
            (
                r"\b(stretch\w*|warm\w*[- ]?up)\b[^.]*\b(prevent|cut|avoid|reduce)\w*\b[^.]*\b(injur|pull|strain)",
                "A good warm-up prevents injury.",
            ),
        ),
        say=(
            Said("advice", "adv-dynamic-warm-up", "title", "Warm up with movement"),
            Said("templates", "tpl-dynamic-warm-up", "adjuncts_plain", "held stretches for after your run"),
        ),
    ),
    Claim(
        "what pain means",
        never=(
            (
                r"\bignor\w+\b[^.]*\b(pain|it)\b[^.]*\b(lead|cause|damage|injur|worse|long)",
                "Ignoring pain leads to long-term injury.",
            ),
            (r"\bpain (is|means)\b[^.]*\b(warning|damage|harm|danger)", "Pain means damage."),
            (r"\b(permanent|lasting|lifelong|long-term) (damage|harm|injur)", "You risk permanent damage."),
        ),
        say=(
            Said("advice", "adv-listen", "plain", "Pain is mostly a signal to adjust"),
            Said("advice", "adv-listen", "plain", "does not usually mean that you are breaking something"),
        ),
    ),
    Claim(
        "when to see someone",
        never=(
            (
                r"\b(see|call|book|ask|tell|get)\b[^.]*\b(a few|several|three|four|six|3|4|6) weeks",
                "See someone if it still hurts after a few weeks.",
            ),
            (r"\bwait\b[^.]*\bweeks\b[^.]*\b(see|call|ask|tell)\b", "Wait six weeks before you see a doctor."),
        ),
        say=(
            Said("advice", "adv-see-professional", "plain", "if your knee still hurts after two weeks"),
            Said(
                "advice", "adv-see-professional", "plain", "Get help today if it gives way, is stuck, or stays swollen"
            ),
            Said("red_flags", "rf-two-weeks", "urgency", "within_2_weeks"),
            Said("red_flags", "rf-sharp-pain", "urgency", "same_day"),
            Said("red_flags", "rf-giving-way", "urgency", "same_day"),
            Said("red_flags", "rf-swelling-not-settling", "urgency", "same_day"),
        ),
    ),
)

# Causes that the popular advice names and the evidence does not bear out.
CAUSES_NOT_TOLD = (
    ("itb-syndrome", "Weak glute muscles (gluteus medius)"),
    ("itb-syndrome", "Poor footwear or biomechanics"),
    ("itb-syndrome", "A tight or inflamed band"),
    ("patellofemoral-pain", "Tight hamstrings or IT band"),
    ("patellofemoral-pain", "Kneecap not tracking properly"),
    ("patellar-tendinopathy", "Inflammation of the tendon"),
    ("knee-osteoarthritis", "Changes in the joint over time"),
    ("knee-osteoarthritis", "Poor joint lubrication with age"),
    ("meniscus-injury", "Weak leg muscles that absorb shock poorly"),
)
