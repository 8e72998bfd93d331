Feature: Claiming the health code
  A resident taps once and holds a code.
  Nothing is filled in, nothing is typed, nothing is declared.

  Background:
    Given it is 20 February 2020, 09:00

  Rule: Only a person whose face was matched may claim a code

    Example: 李梅 is known by her face
      Given 李梅 has registered
      And 李梅 has matched her face
      When 李梅 claims her code in 鼓楼区
      Then the code of 李梅 is green
      And the code of 李梅 bears the name "李*"

    Example: 何伟 has shown no more than his document
      Given 何伟 has registered
      When 何伟 claims his code in 鼓楼区
      Then 何伟 is told that the face has to be matched first
      And 何伟 holds no code

  Rule: A person has one code, however often it is asked for

    Example: 李梅 taps twice
      Given 李梅 holds a code
      When 李梅 claims her code in 思明区
      Then 李梅 still holds the same code

  Rule: The first position is a county, so that it says where somebody came from

    Example: 李梅 names a whole city
      Given 李梅 has registered
      And 李梅 has matched her face
      When 李梅 claims her code in 福州市
      Then 李梅 is told that the county is wanted
