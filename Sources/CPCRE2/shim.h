// PCRE2 with 8-bit code units, as the system ships it.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stddef.h>
#include <stdint.h>

// The work of one whole match, over all places it may start at. PCRE2's own match limit begins anew at each of them,
// so that a text of n bytes could take n times as long.
struct capataz_pcre2_work {
  // What is left, in steps; a step is an item of the pattern that is tried, or a byte that was gone over.
  int64_t left;
  // The most bytes one item can go over without telling: its fixed count, or a capture it refers back to.
  size_t unseen;
  int refers_back;
  size_t position;
};

// Called before each item of a pattern that was compiled with PCRE2_AUTO_CALLOUT. Source: pcre2callout(3).
static int capataz_pcre2_count(pcre2_callout_block_8 *block, void *data) {
  struct capataz_pcre2_work *work = (struct capataz_pcre2_work *)data;
  size_t at = block->current_position;
  size_t moved = at > work->position ? at - work->position : work->position - at;
  size_t rest = block->subject_length - at;
  size_t unseen = work->unseen < rest ? work->unseen : rest;
  if (work->refers_back) {
    for (uint32_t i = 1; i < block->capture_top; i++) {
      size_t from = block->offset_vector[2 * i], to = block->offset_vector[2 * i + 1];
      if (from != PCRE2_UNSET && to > from && to - from > unseen) unseen = to - from;
    }
  }
  work->position = at;
  work->left -= (int64_t)(1 + moved + unseen);
  return work->left < 0 ? PCRE2_ERROR_MATCHLIMIT : 0;
}

static inline void capataz_pcre2_set_work(pcre2_match_context_8 *context, struct capataz_pcre2_work *work) {
  pcre2_set_callout_8(context, capataz_pcre2_count, work);
}
