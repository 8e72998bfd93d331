Feature: Who may scan, and where
  Scanning is a unit's duty at a place of its own.
  The province's border is not one of them.

  Background:
    Given it is 20 February 2020, 09:00
    And 李梅 holds a code
    And 李梅 shows her code on a phone

  Rule: Whoever scans has said where

    Example: 林晓燕 has not reported her place
      When 林晓燕 scans the phone of 李梅
      Then 林晓燕 is told that a place has to be reported first

  Rule: Only a unit's scanner scans

    Example: 陈主任 administers the unit and does not scan
      When 陈主任 scans the phone of 李梅
      Then 陈主任 is told that this is not for the present capacity

    Example: The permission of 林晓燕 has ended
      Given 林晓燕 is on shift at 福州火车站
      When 陈主任 disables the account of 林晓燕
      And 林晓燕 scans the phone of 李梅
      Then 林晓燕 is turned away

  Rule: At the border of the province the code does not apply

    Example: 林晓燕 works at the border
      Given 林晓燕 is on shift at 闽浙界入闽卡口
      When 林晓燕 scans the phone of 李梅
      Then 林晓燕 is told that the code does not apply here

  Rule: One showing is one passage, and a warning when it turns up at another unit

    Example: 林晓燕 scans twice
      Given 林晓燕 is on shift at 福州火车站
      And 何伟 takes a picture of the code of 李梅
      When 林晓燕 scans the picture of 何伟
      And 林晓燕 scans the picture of 何伟
      Then 林晓燕 is reminded that this showing was scanned already
      And 陈主任 finds 1 passage of "李*"

    Example: The same showing at another unit
      Given 林晓燕 is on shift at 福州火车站
      And 吴志强 is on shift at 中华街道社区卡点
      And 何伟 takes a picture of the code of 李梅
      When 林晓燕 scans the picture of 何伟
      And 吴志强 scans the picture of 何伟
      Then 吴志强 is warned that this showing was scanned elsewhere
      And 陈主任 finds that warning on the passage of "李*"
