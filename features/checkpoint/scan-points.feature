Feature: Scan points that a unit keeps
  A scanner may add a point where they stand; work must not wait for an office.
  The administrator of the unit looks at it afterwards.

  Background:
    Given it is 20 February 2020, 09:00

  Rule: A proposed point is usable at once, and unconfirmed until the administrator has looked

    Example: 林晓燕 stands at a gate that nobody entered yet
      When 林晓燕 proposes the scan point "南门"
      And 林晓燕 begins work at "南门"
      Then 陈主任 finds "南门" to be confirmed
      When 陈主任 confirms "南门"
      Then 陈主任 finds "南门" confirmed

  Rule: A closed point is chosen no more

    Example: The gate of 林晓燕 is taken away
      Given 林晓燕 proposes the scan point "南门"
      And 林晓燕 begins work at "南门"
      When 陈主任 closes "南门"
      Then 林晓燕 is at no scan point
      And 林晓燕 cannot begin work at "南门"
