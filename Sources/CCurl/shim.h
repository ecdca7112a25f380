// libcurl, as the system ships it. Its variadic calls do not import into Swift: typed wrappers follow.
// The type matters: libcurl reads a long, a curl_off_t or a pointer from the argument list, by option.
#include <curl/curl.h>
#include <string.h>

static inline CURLcode capataz_curl_set_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode capataz_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode capataz_curl_set_string(CURL *easy, CURLoption option, const char *_Nullable value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode capataz_curl_set_pointer(CURL *easy, CURLoption option, void *_Nullable value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode capataz_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *_Nullable value) {
  return curl_easy_setopt(easy, option, value);
}

typedef size_t (*capataz_curl_data_callback)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode capataz_curl_set_data_callback(
    CURL *easy, CURLoption option, capataz_curl_data_callback callback) {
  return curl_easy_setopt(easy, option, callback);
}

static inline CURLcode capataz_curl_set_open_socket(CURL *easy, curl_opensocket_callback callback) {
  return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, callback);
}

static inline CURLcode capataz_curl_set_before_request(CURL *easy, curl_prereq_callback callback) {
  return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, callback);
}

static inline CURLcode capataz_curl_get_long(CURL *easy, CURLINFO info, long *value) {
  return curl_easy_getinfo(easy, info, value);
}

// The lines about the server's own certificate, as NAME:VALUE; none where libcurl has none.
static inline const struct curl_slist *_Nullable capataz_curl_certificate(CURL *easy) {
  struct curl_certinfo *chain = NULL;
  if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &chain) != CURLE_OK || !chain || chain->num_of_certs < 1) return NULL;
  return chain->certinfo[0];
}

static inline CURLMcode capataz_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

// Overwrites every line before the list is freed: header lines hold tokens and keys.
static inline void capataz_curl_slist_wipe(struct curl_slist *_Nullable list) {
  for (struct curl_slist *line = list; line; line = line->next) {
    if (line->data) explicit_bzero(line->data, strlen(line->data));
  }
  curl_slist_free_all(list);
}
