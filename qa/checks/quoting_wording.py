"""What evidence says of words that were heard as others, in the call's language."""

from collections.abc import Mapping

TAKEN_FOR: Mapping[str, str] = {
    "zh": "听到“{quote}”，按同音当作“{entry}”",
    "ko": "“{quote}”(으)로 들렸으나 발음이 같은 “{entry}”(으)로 봄",
    "en": "heard “{quote}”, taken by its sound for “{entry}”",
}
JOIN: Mapping[str, str] = {"zh": "；", "ko": "; ", "en": "; "}

# A hit that no phrase says and that the model of speech acts tells, with its probability.
MEANT: Mapping[str, str] = {
    "zh": "按意思判断，把握 {sure:.0%}",
    "ko": "뜻으로 판단, 확신 {sure:.0%}",
    "en": "by its meaning, {sure:.0%} sure",
}
