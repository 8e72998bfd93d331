Feature: Records of passages
  What a scanner reports reaches the administrator of the scanner's unit.
  Nobody else's administrator learns of it.

  Background:
    Given it is 20 February 2020, 09:00
    And 李梅 holds a code
    And 李梅 shows her code on a phone
    And 林晓燕 is on shift at 东街口社区卡点
    And 林晓燕 scans the phone of 李梅

  Rule: A passage is complete when its outcome was reported

    Example: 李梅 goes to work
      When 林晓燕 lets 李梅 pass for work at 36.5 °C
      Then 陈主任 finds 1 passage of "李*"
      And 陈主任 reads that 林晓燕 let her pass at 东街口社区卡点
      And the day of 陈主任 counts 1 scan and 1 passage

    Example: Nobody is that hot
      When 林晓燕 lets 李梅 pass for work at 365 °C
      Then 林晓燕 is told that no person has this temperature
      And the day of 陈主任 counts 1 scan and 0 passages

  Rule: A record is visible to its own unit only

    Example: The administrator of another unit looks for it
      When 林晓燕 lets 李梅 pass for work at 36.5 °C
      Then 黄主任 finds 0 passages of "李*"
      And 黄主任 cannot open the passage that 林晓燕 recorded
      And the day of 黄主任 counts 0 scans and 0 passages

    Example: Scanners keep no lists
      When 林晓燕 looks for passages
      Then 林晓燕 is told that this is not for the present capacity
