/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_CSV_PRIVATE_H
#define CT_CSV_PRIVATE_H

#include <stddef.h>

#include "core/base/ct-tempo-map.h"

/* Times of a table are below this. */
#define CT_CSV_MAX_TIME_S 1e9

/* Thousandths, for which printf needs no decimal point of the user's locale. */
long long ct_csv_thousandths (double value);

/* The bar and beat of a time, and in the place of ticks thousandths of a beat. */
CtBarPosition ct_csv_place (const CtTempoMap *map, double time_s);

/* Writes ",BAR,BEAT" of a time, the beat with thousandths; returns how many bytes. */
int ct_csv_write_place (char *text, size_t size, const CtTempoMap *map, double time_s);

#endif
