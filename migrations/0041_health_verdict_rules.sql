-- Authorities, feeds and rules of the province's user guide (服务介绍 and the six causes of the orange code).
INSERT INTO health_verdict.authority (id, name) VALUES
  ('01900000-0000-7000-8000-00000000a001', '{"zh": "福建省医疗保障局", "en": "Fujian health insurance authority"}'),
  ('01900000-0000-7000-8000-00000000a002', '{"zh": "福建省卫生健康委员会", "en": "Fujian health commission"}');

INSERT INTO health_verdict.feed (key, authority_id, name, expected_hours) VALUES
  ('outpatient-records', '01900000-0000-7000-8000-00000000a001', '{"zh": "住院和门诊记录", "en": "Inpatient and outpatient records"}', 24);

INSERT INTO health_verdict.rule (cause, version, kinds, colour, window_days, until_released, title, source, way_back, legal_basis, effective_from) VALUES
  (1, 1, '{confirmed-case,suspected-case}', 'orange', NULL, true,
   '{"zh": "属于新冠肺炎确诊人员或疑似人员", "en": "Confirmed or suspected case"}',
   '{"zh": "卫健部门", "en": "Health commission"}',
   '{"zh": "治愈出院或排除疑似后，由卫健部门解除，健康码随即转绿。", "en": "The health commission releases you after recovery or exclusion; the code turns green at once."}',
   '{"zh": "《八闽健康码应用指南》橙色情形（1）", "en": "User guide, orange cause (1)"}', '2020-02-01T00:00:00+08:00'),
  (2, 1, '{close-contact}', 'orange', 14, true,
   '{"zh": "属于确诊或疑似人员的可能密切接触者", "en": "Possible close contact of a case"}',
   '{"zh": "卫健部门", "en": "Health commission"}',
   '{"zh": "解除医学观察后转绿，最迟为最后接触后第15天零时。", "en": "Green when observation ends, at the latest at 00:00 of day 15 after the last contact."}',
   '{"zh": "《八闽健康码应用指南》橙色情形（2）", "en": "User guide, orange cause (2)"}', '2020-02-01T00:00:00+08:00'),
  (3, 1, '{high-risk-arrival}', 'orange', 14, false,
   '{"zh": "来自疫情高发地区人员", "en": "Comes from a high-risk area"}',
   '{"zh": "公安部门", "en": "Public security"}',
   '{"zh": "自抵达之日起满14天，第15天零时自动转绿。", "en": "Turns green by itself at 00:00 of day 15 after arrival."}',
   '{"zh": "《八闽健康码应用指南》橙色情形（3）", "en": "User guide, orange cause (3)"}', '2020-02-01T00:00:00+08:00'),
  (4, 1, '{closed-area-resident}', 'orange', NULL, true,
   '{"zh": "属于实行封闭管理小区的居民", "en": "Lives in a community under closed management"}',
   '{"zh": "社区、民政部门", "en": "Community, civil affairs"}',
   '{"zh": "小区解除封闭管理后转绿。不住在该小区的，可以提出异议。", "en": "Green when the closure ends. If you do not live there, object."}',
   '{"zh": "《八闽健康码应用指南》橙色情形（4）", "en": "User guide, orange cause (4)"}', '2020-02-01T00:00:00+08:00'),
  (5, 1, '{fever-clinic-visit}', 'orange', 14, false,
   '{"zh": "14天内在我省有发热门诊就诊记录", "en": "Fever-clinic visit in the province within 14 days"}',
   '{"zh": "医保部门、医疗机构", "en": "Health insurance, hospitals"}',
   '{"zh": "自就诊之日起满14天，第15天零时自动转绿。", "en": "Turns green by itself at 00:00 of day 15 after the visit."}',
   '{"zh": "《八闽健康码应用指南》橙色情形（5）", "en": "User guide, orange cause (5)"}', '2020-02-01T00:00:00+08:00'),
  (6, 1, '{antipyretic-purchase}', 'orange', 14, false,
   '{"zh": "14天内在我省有购买退烧药品记录", "en": "Antipyretic purchase in the province within 14 days"}',
   '{"zh": "药店、医保部门", "en": "Pharmacies, health insurance"}',
   '{"zh": "自购药之日起满14天，第15天零时自动转绿。", "en": "Turns green by itself at 00:00 of day 15 after the purchase."}',
   '{"zh": "《八闽健康码应用指南》橙色情形（6）", "en": "User guide, orange cause (6)"}', '2020-02-01T00:00:00+08:00');

INSERT INTO health_verdict.fever_department (name, effective_from) VALUES
  ('发热门诊', '2020-01-01'), ('发热哨点诊室', '2020-01-01'), ('发热筛查门诊', '2020-01-01'), ('感染科发热门诊', '2020-01-01'), ('儿科发热门诊', '2020-01-01');
