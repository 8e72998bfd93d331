Feature: Flow advice
  Who moves from a more severe area to a less severe one is pointed out.
  Where the code was first generated counts as a place where one was.

  Background:
    Given it is 20 February 2020, 09:00

  Rule: The most severe place of the last 14 days is named when it is more severe than here

    Example: 李梅 comes from 思明区
      Given 李梅 holds a code from 思明区
      And 李梅 shows her code on a phone
      And 林晓燕 is on shift at 福州火车站
      When 林晓燕 scans the phone of 李梅
      Then 林晓燕 is advised that 李梅 comes from 思明区

    Example: 何伟 was here all the time
      Given 何伟 holds a code from 鼓楼区
      And 何伟 shows his code on a phone
      And 林晓燕 is on shift at 福州火车站
      When 林晓燕 scans the phone of 何伟
      Then 林晓燕 is given no advice
