Feature: Registration
  A resident registers with mobile, name and document.
  Mistakes are named before anything is kept.

  Background:
    Given it is 20 February 2020, 09:00

  Rule: Mobile and document are proved before there is an account

    Example: 李梅 registers
      When 李梅 registers with the code that was sent to her mobile
      Then 李梅 is signed in as "李梅"
      And 李梅 sees no more than the ends of her document

    Example: The document number has a slip
      When 李梅 registers with a slip in her document number
      Then 李梅 is told that the document number has a slip

    Example: The code came too late
      When 李梅 registers with a code that is 6 minutes old
      Then 李梅 is told that the code has expired

  Rule: One person registers once

    Example: The document is known already
      Given 李梅 has registered
      When 李梅 registers again with another mobile
      Then 李梅 is told that this person is registered already

  Rule: A password is long, and nobody else's first guess

    Example: The guide's old default
      When 李梅 registers with the password "abc@123456"
      Then 李梅 is told that the password is too weak

  Rule: Whoever knows the password comes in, by the right door

    Example: 李梅 comes back the next day
      Given 李梅 has registered
      When it is 21 February 2020, 08:00
      And 李梅 signs in at the door for persons
      Then 李梅 is signed in as "李梅"

    Example: 李梅 takes the door for organizations
      Given 李梅 has registered
      When 李梅 signs in at the door for organizations
      Then 李梅 is told that login or password is wrong
