# GEN_RELEASE_DATE as man pages say it (gen_release_day), and as seconds since 1970 (gen_release_seconds), the time of everything in a package.
if(NOT GEN_RELEASE_DATE MATCHES "^([0-9][0-9][0-9][0-9])-0*([0-9]+)-0*([0-9]+)$")
    message(FATAL_ERROR "GEN_RELEASE_DATE is ${GEN_RELEASE_DATE}, expected YEAR-MONTH-DAY")
endif()
set(gen_year ${CMAKE_MATCH_1})
set(gen_month ${CMAKE_MATCH_2})
set(gen_day ${CMAKE_MATCH_3})
set(gen_months _ January February March April May June July August September October November December)
list(GET gen_months ${gen_month} gen_month_name)
set(gen_release_day "${gen_month_name} ${gen_day}, ${gen_year}")

# Years are taken to begin in March, so that the odd day of a leap year is their last.
math(EXPR gen_years "${gen_year} - (14 - ${gen_month}) / 12")
math(EXPR gen_months_since_march "(${gen_month} + 9) % 12")
math(EXPR gen_days "365 * ${gen_years} + ${gen_years} / 4 - ${gen_years} / 100 + ${gen_years} / 400")
math(EXPR gen_days "${gen_days} + (153 * ${gen_months_since_march} + 2) / 5 + ${gen_day}")
math(EXPR gen_release_seconds "(${gen_days} - 719469) * 86400")
