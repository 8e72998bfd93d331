Feature: Sub-accounts
  A unit's administrator adds the people who scan for the unit, and ends their permission.
  Nobody starts with a password that others know.

  Background:
    Given it is 20 February 2020, 09:00

  Rule: A new scanner starts with a one-time password and changes it first

    Example: 郑海 starts to work
      Given 陈主任 adds the scanner 郑海
      And 陈主任 hands a one-time password to 郑海
      When 郑海 signs in with it
      Then 郑海 may do nothing before changing the password
      When 郑海 changes the password
      Then 郑海 may open a shift at 福州火车站

  Rule: A unit has one sub-account for one mobile number

    Example: 郑海 is added a second time
      Given 陈主任 adds the scanner 郑海
      When 陈主任 adds the scanner 郑海 once more
      Then 陈主任 is told that this mobile number is taken

  Rule: A disabled scanner is out at once, and back when enabled

    Example: 林晓燕 leaves and returns
      Given 林晓燕 is on shift at 福州火车站
      When 陈主任 disables the account of 林晓燕
      Then 林晓燕 is turned away from her shift
      And 林晓燕 cannot sign in
      When 陈主任 enables the account of 林晓燕
      Then 林晓燕 can sign in

  Rule: A unit manages its own scanners only

    Example: 黄主任 tries a scanner of another unit
      When 黄主任 disables the account of 林晓燕
      Then 黄主任 is told that there is no such sub-account
      And 黄主任 sees 吴志强 and not 林晓燕 among the scanners

  Rule: A unit sees the scanners of the units below it, and leaves them to those units

    Example: 周主任 of the city looks at the scanner of a street
      Given 周主任 administers the unit of 福州市
      Then 周主任 sees 林晓燕 and not 吴志强 among the scanners
      And 周主任 sees that 林晓燕 scans for "福州市鼓楼区东街街道办事处（演示）"
      When 周主任 disables the account of 林晓燕
      Then 周主任 is told that there is no such sub-account
      And 周主任 sees the active scanner 林晓燕 only
