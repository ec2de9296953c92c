#!/bin/bash
[[ $x > 10 ]]
