Feature: Turning green by itself
  An orange code ends when its causes end, without anybody doing anything.
  Days are counted in Fujian: the visit's day is day 0, the end is 00:00 of day 15.

  Background:
    Given it is 20 February 2020, 09:00
    And 李梅 holds a code
    And 王数据 reports that 李梅 was at 发热门诊 on 10 February 2020

  Rule: The code is orange through day 14 and green from the first moment of day 15

    Example: The last minute of day 14
      When it is 24 February 2020, 23:59
      Then the code of 李梅 is orange

    Example: The first moment of day 15
      When it is 25 February 2020, 00:00
      Then the code of 李梅 is green
      And 李梅 reads no cause

  Rule: The latest visit decides

    Example: 李梅 went again on 12 February
      Given 王数据 reports that 李梅 was at 发热门诊 on 12 February 2020
      When it is 25 February 2020, 00:00
      Then the code of 李梅 is orange
      And 李梅 reads that it ends on 27 February 2020, 00:00

  Rule: A scanner sees the turn in the same moment

    Example: 林晓燕 scans in the last minute of day 14
      Given it is 24 February 2020, 23:59
      And 林晓燕 is on shift at 福州火车站
      And 李梅 shows her code on a phone
      When 林晓燕 scans the phone of 李梅
      Then 林晓燕 sees an orange code of "李*"

    Example: 林晓燕 scans in the first moment of day 15
      Given it is 25 February 2020, 00:00
      And 林晓燕 is on shift at 福州火车站
      And 李梅 shows her code on a phone
      When 林晓燕 scans the phone of 李梅
      Then 林晓燕 sees a green code of "李*"

    Example: What the phone signed the day before ends with the colour
      Given it is 24 February 2020, 23:59
      And 林晓燕 is on shift at 福州火车站
      And 李梅 shows her code on a phone
      When 2 minutes pass
      And 林晓燕 scans the phone of 李梅
      Then 林晓燕 sees that the code is too old
