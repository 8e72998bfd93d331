Feature: Orange by evidence
  Nobody types a colour: evidence from an authority changes it.
  The resident sees the cause, the source, the end and the way back.

  Background:
    Given it is 20 February 2020, 09:00

  Rule: A visit to a fever clinic in the province makes the code orange at once

    Example: 李梅 was at the fever clinic the day before
      Given 李梅 holds a code
      When 王数据 reports that 李梅 was at 发热门诊 on 19 February 2020
      Then the code of 李梅 is orange
      And 李梅 reads the cause "14天内在我省有发热门诊就诊记录"
      And 李梅 reads that it ends on 5 March 2020, 00:00
      And 李梅 has a message that her code changed

    Example: 李梅 was at the dentist
      Given 李梅 holds a code
      When 王数据 reports that 李梅 was at 口腔科 on 19 February 2020
      Then the code of 李梅 is green

  Rule: An antipyretic bought in the province makes the code orange, another drug does not

    Example: 李梅 bought something against fever
      Given 李梅 holds a code
      When 王数据 reports that 李梅 bought 布洛芬缓释胶囊 on 19 February 2020
      Then the code of 李梅 is orange
      And 李梅 reads the cause "14天内在我省有购买退烧药品记录"
      And 李梅 reads that it ends on 5 March 2020, 00:00

    Example: 李梅 bought vitamins
      Given 李梅 holds a code
      When 王数据 reports that 李梅 bought 维生素C片 on 19 February 2020
      Then the code of 李梅 is green

  Rule: Evidence counts also for people who have no account yet

    Example: 何伟 claims his code after his visit was reported
      Given 王数据 reports that 何伟 was at 发热门诊 on 19 February 2020
      And 何伟 has registered
      And 何伟 has matched his face
      When 何伟 claims his code in 鼓楼区
      Then the code of 何伟 is orange

  Rule: Evidence that is withdrawn recolours at once

    Example: The visit was somebody else's
      Given 李梅 holds a code
      And 王数据 reports that 李梅 was at 发热门诊 on 19 February 2020
      When 王数据 withdraws what was reported about 李梅
      Then the code of 李梅 is green

  Rule: What is wrong in a report stops nothing that is right in it

    Example: One document number in the report has a slip
      Given 李梅 holds a code
      When 王数据 reports 李梅 at 发热门诊 beside a document number with a slip
      Then the code of 李梅 is orange
      And 王数据 reads that 1 line was refused
