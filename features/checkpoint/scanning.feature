Feature: Scanning a code
  A phone signs every showing of the code; a scanner reads it with the camera or types its digits.
  The answer of the system decides, never the picture.

  Background:
    Given it is 20 February 2020, 09:00
    And 李梅 holds a code
    And 李梅 shows her code on a phone
    And 林晓燕 is on shift at 东街口社区卡点

  Rule: A fresh showing is read, by camera or by its digits

    Example: By camera
      When 林晓燕 scans the phone of 李梅
      Then 林晓燕 sees a green code of "李*"

    Example: By digits, with less assurance
      When 林晓燕 types the digits on the phone of 李梅
      Then 林晓燕 sees a green code of "李*"
      And 林晓燕 sees that digits assure less

    Example: With a slip in the digits
      When 林晓燕 types the digits on the phone of 李梅 with a slip
      Then 林晓燕 is told that a digit is wrong

  Rule: A picture of a code is worth nothing after 90 seconds

    Example: The picture is two minutes old
      Given 何伟 takes a picture of the code of 李梅
      When 2 minutes pass
      And 林晓燕 scans the picture of 何伟
      Then 林晓燕 sees that the code is too old

    Example: Old digits are as worthless as unknown ones
      Given 何伟 notes the digits on the phone of 李梅
      When 3 minutes pass
      And 林晓燕 types the digits that 何伟 noted
      Then 林晓燕 sees that nobody has these digits

  Rule: Only what our system signed, shown by the device it was signed for, is a code

    Example: Somebody else's phone shows the credential of 李梅
      Given 何伟 copies the code of 李梅 to a phone of his own
      When 林晓燕 scans the phone of 何伟
      Then 林晓燕 sees that the code belongs to another device

    Example: A code of something else
      When 林晓燕 scans a code that reads "https://example.org/menu"
      Then 林晓燕 sees that this is no health code

    Example: A phone that was signed off
      Given 李梅 signs off her phone
      When 林晓燕 scans the phone of 李梅
      Then 林晓燕 sees that the device was signed off
