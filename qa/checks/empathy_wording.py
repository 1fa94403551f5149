"""What `empathy` says about a call, in the call's language."""
# ruff: noqa: E501 (sentences for people stay whole)

from collections.abc import Mapping

SAY: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "join": "、",
        "no_trouble": "客户没有说出难处、损失或不满，此项不适用。",
        "no_turn": "客户说出难处之后，坐席没有再说话，此项不适用。",
        "shared": "客户说出难处后，坐席有回应感受：{kinds}（“{quote}”）。",
        "swallowed": "坐席说了表示理解的话，但接着就用规定或讽刺把它推翻了，不算体谅。",
        "bare_apology": "客户说出难处（“{trouble}”）后，坐席只道歉，没有回应客户的感受。",
        "none": "客户说出难处（“{trouble}”）后，坐席在接下来的 {n} 轮里没有回应客户的感受。",
        "suggestion": "先回应感受再处理问题，例如“让您跑了好几趟，换了是我也会着急。您放心，我来帮您跟进。”",
        "trouble_note": "客户说出难处",
        "swallowed_note": "随后被规定或讽刺推翻",
        "apology_note": "只有道歉",
        "searched": "客户说出难处之后坐席的 {n} 轮里没有找到体谅的话",
    },
    "ko": {
        "join": ", ",
        "no_trouble": "고객이 어려움이나 불만을 말하지 않아 해당되지 않습니다.",
        "no_turn": "고객이 어려움을 말한 뒤 상담원의 발화가 없어 해당되지 않습니다.",
        "shared": "고객이 어려움을 말한 뒤 상담원이 공감했습니다: {kinds}(“{quote}”).",
        "swallowed": "이해한다는 말 뒤에 바로 규정이나 비꼬는 말이 이어져 공감으로 볼 수 없습니다.",
        "bare_apology": "고객이 어려움(“{trouble}”)을 말한 뒤 사과만 하고 마음에는 답하지 않았습니다.",
        "none": "고객이 어려움(“{trouble}”)을 말한 뒤 상담원의 {n}번의 발화 안에 공감하는 말이 없었습니다.",
        "suggestion": "해결에 앞서 마음부터 알아 주세요. 예: “여러 번 전화하시느라 많이 답답하셨겠습니다. 제가 끝까지 확인해 드리겠습니다.”",
        "trouble_note": "고객이 말한 어려움",
        "swallowed_note": "바로 규정이나 비꼬는 말이 뒤따름",
        "apology_note": "사과만 있음",
        "searched": "고객이 어려움을 말한 뒤 상담원의 {n}번의 발화에서 공감하는 말을 찾지 못함",
    },
    "en": {
        "join": ", ",
        "no_trouble": "The customer voiced no trouble, loss or feeling, so this does not apply.",
        "no_turn": "The agent said nothing more after the customer's trouble, so this does not apply.",
        "shared": "After the customer's trouble the agent shared the feeling: {kinds} (“{quote}”).",
        "swallowed": "The agent said words of understanding and took them back at once with a rule or mockery.",
        "bare_apology": "After the customer's trouble (“{trouble}”) the agent only apologised and did not answer the feeling.",
        "none": "After the customer's trouble (“{trouble}”) no feeling was shared within the agent's next {n} turns.",
        "suggestion": "Answer the feeling before the facts: “Calling three times about this must be exhausting. I'll stay with it until it is solved.”",
        "trouble_note": "the customer's trouble",
        "swallowed_note": "taken back by what follows",
        "apology_note": "only an apology",
        "searched": "no empathy found in the agent's {n} turns after the trouble",
    },
}
