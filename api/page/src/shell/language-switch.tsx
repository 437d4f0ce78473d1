import { language } from '../language/language.ts'

export const LanguageSwitch = () => (
  <button
    type="button"
    class="button button-quiet"
    lang={language.value === 'zh' ? 'en' : 'zh-CN'}
    onClick={() => {
      language.value = language.value === 'zh' ? 'en' : 'zh'
    }}
  >
    {language.value === 'zh' ? 'English' : '中文'}
  </button>
)
